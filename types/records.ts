import { Model } from '@nozbe/watermelondb';

/** What both sides changed: a model of `sync_conflicts`. */
export class ConflictRecord extends Model {
  static override table = 'sync_conflicts';

  /** The table of the record that was changed. */
  get tableName(): string {
    return this._getRaw('table_name') as string;
  }
  get rowId(): string {
    return this._getRaw('row_id') as string;
  }
  /** `*` for the whole record: one side deleted it. */
  get columnName(): string {
    return this._getRaw('column_name') as string;
  }
  /** What the device wrote; of a whole record an object; null where it deleted it. */
  get clientValue(): unknown {
    return parsed(this._getRaw('client_value'));
  }
  /** What the server had, likewise. */
  get serverValue(): unknown {
    return parsed(this._getRaw('server_value'));
  }
  /** Which value stands: `client`, `server`, `merged`, or `pending` until the person has decided. */
  get resolution(): 'client' | 'server' | 'merged' | 'pending' {
    return this._getRaw('resolution') as ConflictRecord['resolution'];
  }
  /** What the person chose by `resolve_conflict`. */
  get decision(): 'client' | 'server' | null {
    return this._getRaw('decision') as ConflictRecord['decision'];
  }
}

/** A record that the server refused: a model of `sync_rejections`. It is gone once the record was corrected and sent. */
export class RejectionRecord extends Model {
  static override table = 'sync_rejections';

  get tableName(): string {
    return this._getRaw('table_name') as string;
  }
  get rowId(): string {
    return this._getRaw('row_id') as string;
  }
  /** Stable code, listed in docs/ERRORS.md. */
  get code(): string {
    return this._getRaw('code') as string;
  }
  /** Why, in words. */
  get message(): string {
    return this._getRaw('message') as string;
  }
  /** Which column or constraint. */
  get detail(): string | null {
    return this._getRaw('detail') as string | null;
  }
  /** What to do about it. */
  get hint(): string | null {
    return this._getRaw('hint') as string | null;
  }
}

/** JSON travels as text. */
function parsed(text: unknown): unknown {
  return typeof text === 'string' ? (JSON.parse(text) as unknown) : null;
}
