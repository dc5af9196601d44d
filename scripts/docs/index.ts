import { runGenerator } from '../check/generated.ts';

const help = `Usage: npm run docs

Writes the generated documents, from a throw-away database with every migration applied:

  docs/data-dictionary.md  every table, column, rule, policy, grant and function of the API
  docs/rpcs.md             every function of the API: parameters, result, who may call it, errors
  docs/erd.md              entity-relationship diagrams, one a module
  docs/indexes.md          every index, what it serves and which foreign key it covers
  docs/coverage.md         where everything is that the source documents name (scripts/docs/sources/*.txt)

\`npm run check\` fails when they are not what the migrations make.`;

runGenerator('docs', help);
