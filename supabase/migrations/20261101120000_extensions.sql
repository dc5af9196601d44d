-- Extensions (module 12): what every module may lean on and none owns.
--
--   countries, currencies, time_zones              reference data
--   feature_flags, feature_flag_overrides          what is switched on, and for whom
--   notification_kinds, notifications, notification_preferences
--                                                  what the app tells a person, and how they want to be told
--   integrations                                   accounts elsewhere; their tokens never leave the server
--   attachments                                    files: pointers to Supabase Storage
--   custom_field_definitions, custom_field_values  what a person wants to note that nobody thought of


-- Countries: ISO 3166-1, all 249. Names as people say them, after the Unicode CLDR.

create table public.countries (
  id uuid not null,
  code public.country_code not null,
  alpha3_code text not null,
  numeric_code text not null,
  consent_age smallint not null default 16,
  name public.translations not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint countries_pkey primary key (id),
  constraint countries_code_key unique (code),
  constraint countries_alpha3_code_key unique (alpha3_code),
  constraint countries_numeric_code_key unique (numeric_code),
  constraint countries_alpha3_code_is_three_letters check (alpha3_code ~ '^[A-Z]{3}$'),
  constraint countries_numeric_code_is_three_digits check (numeric_code ~ '^[0-9]{3}$'),
  constraint countries_consent_age_is_between check (consent_age between 13 and 18)
);

comment on table public.countries is 'Catalogue: the countries and territories of ISO 3166-1.';
comment on column public.countries.code is 'ISO 3166-1 alpha-2: NL. Its flag is the two regional indicator symbols of these letters.';
comment on column public.countries.alpha3_code is 'ISO 3166-1 alpha-3: NLD.';
comment on column public.countries.numeric_code is 'ISO 3166-1 numeric, with leading zeros: 528.';
comment on column public.countries.consent_age is
  'From which age people consent for themselves, in years: Art. 8 GDPR as the country set it; 16 where nothing else is known.';

create trigger _100_touch before insert or update on public.countries
  for each row execute function private.touch();

alter table public.countries enable row level security;

create policy countries_select_everyone on public.countries for select to authenticated
  using (true);
-- No insert, update or delete: the catalogue is content, changed by migrations.

grant select on public.countries to authenticated, service_role;

insert into public.countries (id, code, alpha3_code, numeric_code, name)
select private.catalogue_id('countries', c.code), c.code, c.alpha3_code, c.numeric_code,
  jsonb_build_object('nl', c.name_nl, 'en', c.name_en)
from (values
  ('AD', 'AND', '020', 'Andorra', 'Andorra'),
  ('AE', 'ARE', '784', 'Verenigde Arabische Emiraten', 'United Arab Emirates'),
  ('AF', 'AFG', '004', 'Afghanistan', 'Afghanistan'),
  ('AG', 'ATG', '028', 'Antigua en Barbuda', 'Antigua & Barbuda'),
  ('AI', 'AIA', '660', 'Anguilla', 'Anguilla'),
  ('AL', 'ALB', '008', 'Albanië', 'Albania'),
  ('AM', 'ARM', '051', 'Armenië', 'Armenia'),
  ('AO', 'AGO', '024', 'Angola', 'Angola'),
  ('AQ', 'ATA', '010', 'Antarctica', 'Antarctica'),
  ('AR', 'ARG', '032', 'Argentinië', 'Argentina'),
  ('AS', 'ASM', '016', 'Amerikaans-Samoa', 'American Samoa'),
  ('AT', 'AUT', '040', 'Oostenrijk', 'Austria'),
  ('AU', 'AUS', '036', 'Australië', 'Australia'),
  ('AW', 'ABW', '533', 'Aruba', 'Aruba'),
  ('AX', 'ALA', '248', 'Åland', 'Åland Islands'),
  ('AZ', 'AZE', '031', 'Azerbeidzjan', 'Azerbaijan'),
  ('BA', 'BIH', '070', 'Bosnië en Herzegovina', 'Bosnia & Herzegovina'),
  ('BB', 'BRB', '052', 'Barbados', 'Barbados'),
  ('BD', 'BGD', '050', 'Bangladesh', 'Bangladesh'),
  ('BE', 'BEL', '056', 'België', 'Belgium'),
  ('BF', 'BFA', '854', 'Burkina Faso', 'Burkina Faso'),
  ('BG', 'BGR', '100', 'Bulgarije', 'Bulgaria'),
  ('BH', 'BHR', '048', 'Bahrein', 'Bahrain'),
  ('BI', 'BDI', '108', 'Burundi', 'Burundi'),
  ('BJ', 'BEN', '204', 'Benin', 'Benin'),
  ('BL', 'BLM', '652', 'Saint-Barthélemy', 'St. Barthélemy'),
  ('BM', 'BMU', '060', 'Bermuda', 'Bermuda'),
  ('BN', 'BRN', '096', 'Brunei', 'Brunei'),
  ('BO', 'BOL', '068', 'Bolivia', 'Bolivia'),
  ('BQ', 'BES', '535', 'Caribisch Nederland', 'Caribbean Netherlands'),
  ('BR', 'BRA', '076', 'Brazilië', 'Brazil'),
  ('BS', 'BHS', '044', 'Bahama’s', 'Bahamas'),
  ('BT', 'BTN', '064', 'Bhutan', 'Bhutan'),
  ('BV', 'BVT', '074', 'Bouveteiland', 'Bouvet Island'),
  ('BW', 'BWA', '072', 'Botswana', 'Botswana'),
  ('BY', 'BLR', '112', 'Belarus', 'Belarus'),
  ('BZ', 'BLZ', '084', 'Belize', 'Belize'),
  ('CA', 'CAN', '124', 'Canada', 'Canada'),
  ('CC', 'CCK', '166', 'Cocoseilanden', 'Cocos (Keeling) Islands'),
  ('CD', 'COD', '180', 'Congo (Democratische Republiek)', 'Congo (Democratic Republic)'),
  ('CF', 'CAF', '140', 'Centraal-Afrikaanse Republiek', 'Central African Republic'),
  ('CG', 'COG', '178', 'Congo', 'Congo'),
  ('CH', 'CHE', '756', 'Zwitserland', 'Switzerland'),
  ('CI', 'CIV', '384', 'Ivoorkust', 'Côte d’Ivoire'),
  ('CK', 'COK', '184', 'Cookeilanden', 'Cook Islands'),
  ('CL', 'CHL', '152', 'Chili', 'Chile'),
  ('CM', 'CMR', '120', 'Kameroen', 'Cameroon'),
  ('CN', 'CHN', '156', 'China', 'China'),
  ('CO', 'COL', '170', 'Colombia', 'Colombia'),
  ('CR', 'CRI', '188', 'Costa Rica', 'Costa Rica'),
  ('CU', 'CUB', '192', 'Cuba', 'Cuba'),
  ('CV', 'CPV', '132', 'Kaapverdië', 'Cape Verde'),
  ('CW', 'CUW', '531', 'Curaçao', 'Curaçao'),
  ('CX', 'CXR', '162', 'Christmaseiland', 'Christmas Island'),
  ('CY', 'CYP', '196', 'Cyprus', 'Cyprus'),
  ('CZ', 'CZE', '203', 'Tsjechië', 'Czechia'),
  ('DE', 'DEU', '276', 'Duitsland', 'Germany'),
  ('DJ', 'DJI', '262', 'Djibouti', 'Djibouti'),
  ('DK', 'DNK', '208', 'Denemarken', 'Denmark'),
  ('DM', 'DMA', '212', 'Dominica', 'Dominica'),
  ('DO', 'DOM', '214', 'Dominicaanse Republiek', 'Dominican Republic'),
  ('DZ', 'DZA', '012', 'Algerije', 'Algeria'),
  ('EC', 'ECU', '218', 'Ecuador', 'Ecuador'),
  ('EE', 'EST', '233', 'Estland', 'Estonia'),
  ('EG', 'EGY', '818', 'Egypte', 'Egypt'),
  ('EH', 'ESH', '732', 'Westelijke Sahara', 'Western Sahara'),
  ('ER', 'ERI', '232', 'Eritrea', 'Eritrea'),
  ('ES', 'ESP', '724', 'Spanje', 'Spain'),
  ('ET', 'ETH', '231', 'Ethiopië', 'Ethiopia'),
  ('FI', 'FIN', '246', 'Finland', 'Finland'),
  ('FJ', 'FJI', '242', 'Fiji', 'Fiji'),
  ('FK', 'FLK', '238', 'Falklandeilanden', 'Falkland Islands'),
  ('FM', 'FSM', '583', 'Micronesia', 'Micronesia'),
  ('FO', 'FRO', '234', 'Faeröer', 'Faroe Islands'),
  ('FR', 'FRA', '250', 'Frankrijk', 'France'),
  ('GA', 'GAB', '266', 'Gabon', 'Gabon'),
  ('GB', 'GBR', '826', 'Verenigd Koninkrijk', 'United Kingdom'),
  ('GD', 'GRD', '308', 'Grenada', 'Grenada'),
  ('GE', 'GEO', '268', 'Georgië', 'Georgia'),
  ('GF', 'GUF', '254', 'Frans-Guyana', 'French Guiana'),
  ('GG', 'GGY', '831', 'Guernsey', 'Guernsey'),
  ('GH', 'GHA', '288', 'Ghana', 'Ghana'),
  ('GI', 'GIB', '292', 'Gibraltar', 'Gibraltar'),
  ('GL', 'GRL', '304', 'Groenland', 'Greenland'),
  ('GM', 'GMB', '270', 'Gambia', 'Gambia'),
  ('GN', 'GIN', '324', 'Guinee', 'Guinea'),
  ('GP', 'GLP', '312', 'Guadeloupe', 'Guadeloupe'),
  ('GQ', 'GNQ', '226', 'Equatoriaal-Guinea', 'Equatorial Guinea'),
  ('GR', 'GRC', '300', 'Griekenland', 'Greece'),
  ('GS', 'SGS', '239', 'Zuid-Georgia en Zuidelijke Sandwicheilanden', 'South Georgia & South Sandwich Islands'),
  ('GT', 'GTM', '320', 'Guatemala', 'Guatemala'),
  ('GU', 'GUM', '316', 'Guam', 'Guam'),
  ('GW', 'GNB', '624', 'Guinee-Bissau', 'Guinea-Bissau'),
  ('GY', 'GUY', '328', 'Guyana', 'Guyana'),
  ('HK', 'HKG', '344', 'Hongkong', 'Hong Kong'),
  ('HM', 'HMD', '334', 'Heard en McDonaldeilanden', 'Heard & McDonald Islands'),
  ('HN', 'HND', '340', 'Honduras', 'Honduras'),
  ('HR', 'HRV', '191', 'Kroatië', 'Croatia'),
  ('HT', 'HTI', '332', 'Haïti', 'Haiti'),
  ('HU', 'HUN', '348', 'Hongarije', 'Hungary'),
  ('ID', 'IDN', '360', 'Indonesië', 'Indonesia'),
  ('IE', 'IRL', '372', 'Ierland', 'Ireland'),
  ('IL', 'ISR', '376', 'Israël', 'Israel'),
  ('IM', 'IMN', '833', 'Isle of Man', 'Isle of Man'),
  ('IN', 'IND', '356', 'India', 'India'),
  ('IO', 'IOT', '086', 'Brits Indische Oceaanterritorium', 'British Indian Ocean Territory'),
  ('IQ', 'IRQ', '368', 'Irak', 'Iraq'),
  ('IR', 'IRN', '364', 'Iran', 'Iran'),
  ('IS', 'ISL', '352', 'IJsland', 'Iceland'),
  ('IT', 'ITA', '380', 'Italië', 'Italy'),
  ('JE', 'JEY', '832', 'Jersey', 'Jersey'),
  ('JM', 'JAM', '388', 'Jamaica', 'Jamaica'),
  ('JO', 'JOR', '400', 'Jordanië', 'Jordan'),
  ('JP', 'JPN', '392', 'Japan', 'Japan'),
  ('KE', 'KEN', '404', 'Kenia', 'Kenya'),
  ('KG', 'KGZ', '417', 'Kirgizië', 'Kyrgyzstan'),
  ('KH', 'KHM', '116', 'Cambodja', 'Cambodia'),
  ('KI', 'KIR', '296', 'Kiribati', 'Kiribati'),
  ('KM', 'COM', '174', 'Comoren', 'Comoros'),
  ('KN', 'KNA', '659', 'Saint Kitts en Nevis', 'St. Kitts & Nevis'),
  ('KP', 'PRK', '408', 'Noord-Korea', 'North Korea'),
  ('KR', 'KOR', '410', 'Zuid-Korea', 'South Korea'),
  ('KW', 'KWT', '414', 'Koeweit', 'Kuwait'),
  ('KY', 'CYM', '136', 'Kaaimaneilanden', 'Cayman Islands'),
  ('KZ', 'KAZ', '398', 'Kazachstan', 'Kazakhstan'),
  ('LA', 'LAO', '418', 'Laos', 'Laos'),
  ('LB', 'LBN', '422', 'Libanon', 'Lebanon'),
  ('LC', 'LCA', '662', 'Saint Lucia', 'St. Lucia'),
  ('LI', 'LIE', '438', 'Liechtenstein', 'Liechtenstein'),
  ('LK', 'LKA', '144', 'Sri Lanka', 'Sri Lanka'),
  ('LR', 'LBR', '430', 'Liberia', 'Liberia'),
  ('LS', 'LSO', '426', 'Lesotho', 'Lesotho'),
  ('LT', 'LTU', '440', 'Litouwen', 'Lithuania'),
  ('LU', 'LUX', '442', 'Luxemburg', 'Luxembourg'),
  ('LV', 'LVA', '428', 'Letland', 'Latvia'),
  ('LY', 'LBY', '434', 'Libië', 'Libya'),
  ('MA', 'MAR', '504', 'Marokko', 'Morocco'),
  ('MC', 'MCO', '492', 'Monaco', 'Monaco'),
  ('MD', 'MDA', '498', 'Moldavië', 'Moldova'),
  ('ME', 'MNE', '499', 'Montenegro', 'Montenegro'),
  ('MF', 'MAF', '663', 'Saint-Martin', 'St. Martin'),
  ('MG', 'MDG', '450', 'Madagaskar', 'Madagascar'),
  ('MH', 'MHL', '584', 'Marshalleilanden', 'Marshall Islands'),
  ('MK', 'MKD', '807', 'Noord-Macedonië', 'North Macedonia'),
  ('ML', 'MLI', '466', 'Mali', 'Mali'),
  ('MM', 'MMR', '104', 'Myanmar', 'Myanmar'),
  ('MN', 'MNG', '496', 'Mongolië', 'Mongolia'),
  ('MO', 'MAC', '446', 'Macau', 'Macao'),
  ('MP', 'MNP', '580', 'Noordelijke Marianen', 'Northern Mariana Islands'),
  ('MQ', 'MTQ', '474', 'Martinique', 'Martinique'),
  ('MR', 'MRT', '478', 'Mauritanië', 'Mauritania'),
  ('MS', 'MSR', '500', 'Montserrat', 'Montserrat'),
  ('MT', 'MLT', '470', 'Malta', 'Malta'),
  ('MU', 'MUS', '480', 'Mauritius', 'Mauritius'),
  ('MV', 'MDV', '462', 'Maldiven', 'Maldives'),
  ('MW', 'MWI', '454', 'Malawi', 'Malawi'),
  ('MX', 'MEX', '484', 'Mexico', 'Mexico'),
  ('MY', 'MYS', '458', 'Maleisië', 'Malaysia'),
  ('MZ', 'MOZ', '508', 'Mozambique', 'Mozambique'),
  ('NA', 'NAM', '516', 'Namibië', 'Namibia'),
  ('NC', 'NCL', '540', 'Nieuw-Caledonië', 'New Caledonia'),
  ('NE', 'NER', '562', 'Niger', 'Niger'),
  ('NF', 'NFK', '574', 'Norfolk', 'Norfolk Island'),
  ('NG', 'NGA', '566', 'Nigeria', 'Nigeria'),
  ('NI', 'NIC', '558', 'Nicaragua', 'Nicaragua'),
  ('NL', 'NLD', '528', 'Nederland', 'Netherlands'),
  ('NO', 'NOR', '578', 'Noorwegen', 'Norway'),
  ('NP', 'NPL', '524', 'Nepal', 'Nepal'),
  ('NR', 'NRU', '520', 'Nauru', 'Nauru'),
  ('NU', 'NIU', '570', 'Niue', 'Niue'),
  ('NZ', 'NZL', '554', 'Nieuw-Zeeland', 'New Zealand'),
  ('OM', 'OMN', '512', 'Oman', 'Oman'),
  ('PA', 'PAN', '591', 'Panama', 'Panama'),
  ('PE', 'PER', '604', 'Peru', 'Peru'),
  ('PF', 'PYF', '258', 'Frans-Polynesië', 'French Polynesia'),
  ('PG', 'PNG', '598', 'Papoea-Nieuw-Guinea', 'Papua New Guinea'),
  ('PH', 'PHL', '608', 'Filipijnen', 'Philippines'),
  ('PK', 'PAK', '586', 'Pakistan', 'Pakistan'),
  ('PL', 'POL', '616', 'Polen', 'Poland'),
  ('PM', 'SPM', '666', 'Saint-Pierre en Miquelon', 'St. Pierre & Miquelon'),
  ('PN', 'PCN', '612', 'Pitcairneilanden', 'Pitcairn Islands'),
  ('PR', 'PRI', '630', 'Puerto Rico', 'Puerto Rico'),
  ('PS', 'PSE', '275', 'Palestina', 'Palestine'),
  ('PT', 'PRT', '620', 'Portugal', 'Portugal'),
  ('PW', 'PLW', '585', 'Palau', 'Palau'),
  ('PY', 'PRY', '600', 'Paraguay', 'Paraguay'),
  ('QA', 'QAT', '634', 'Qatar', 'Qatar'),
  ('RE', 'REU', '638', 'Réunion', 'Réunion'),
  ('RO', 'ROU', '642', 'Roemenië', 'Romania'),
  ('RS', 'SRB', '688', 'Servië', 'Serbia'),
  ('RU', 'RUS', '643', 'Rusland', 'Russia'),
  ('RW', 'RWA', '646', 'Rwanda', 'Rwanda'),
  ('SA', 'SAU', '682', 'Saoedi-Arabië', 'Saudi Arabia'),
  ('SB', 'SLB', '090', 'Salomonseilanden', 'Solomon Islands'),
  ('SC', 'SYC', '690', 'Seychellen', 'Seychelles'),
  ('SD', 'SDN', '729', 'Soedan', 'Sudan'),
  ('SE', 'SWE', '752', 'Zweden', 'Sweden'),
  ('SG', 'SGP', '702', 'Singapore', 'Singapore'),
  ('SH', 'SHN', '654', 'Sint-Helena', 'St. Helena'),
  ('SI', 'SVN', '705', 'Slovenië', 'Slovenia'),
  ('SJ', 'SJM', '744', 'Spitsbergen en Jan Mayen', 'Svalbard & Jan Mayen'),
  ('SK', 'SVK', '703', 'Slowakije', 'Slovakia'),
  ('SL', 'SLE', '694', 'Sierra Leone', 'Sierra Leone'),
  ('SM', 'SMR', '674', 'San Marino', 'San Marino'),
  ('SN', 'SEN', '686', 'Senegal', 'Senegal'),
  ('SO', 'SOM', '706', 'Somalië', 'Somalia'),
  ('SR', 'SUR', '740', 'Suriname', 'Suriname'),
  ('SS', 'SSD', '728', 'Zuid-Soedan', 'South Sudan'),
  ('ST', 'STP', '678', 'Sao Tomé en Principe', 'São Tomé & Príncipe'),
  ('SV', 'SLV', '222', 'El Salvador', 'El Salvador'),
  ('SX', 'SXM', '534', 'Sint-Maarten', 'Sint Maarten'),
  ('SY', 'SYR', '760', 'Syrië', 'Syria'),
  ('SZ', 'SWZ', '748', 'Eswatini', 'Eswatini'),
  ('TC', 'TCA', '796', 'Turks- en Caicoseilanden', 'Turks & Caicos Islands'),
  ('TD', 'TCD', '148', 'Tsjaad', 'Chad'),
  ('TF', 'ATF', '260', 'Franse Gebieden in de zuidelijke Indische Oceaan', 'French Southern Territories'),
  ('TG', 'TGO', '768', 'Togo', 'Togo'),
  ('TH', 'THA', '764', 'Thailand', 'Thailand'),
  ('TJ', 'TJK', '762', 'Tadzjikistan', 'Tajikistan'),
  ('TK', 'TKL', '772', 'Tokelau', 'Tokelau'),
  ('TL', 'TLS', '626', 'Oost-Timor', 'Timor-Leste'),
  ('TM', 'TKM', '795', 'Turkmenistan', 'Turkmenistan'),
  ('TN', 'TUN', '788', 'Tunesië', 'Tunisia'),
  ('TO', 'TON', '776', 'Tonga', 'Tonga'),
  ('TR', 'TUR', '792', 'Turkije', 'Türkiye'),
  ('TT', 'TTO', '780', 'Trinidad en Tobago', 'Trinidad & Tobago'),
  ('TV', 'TUV', '798', 'Tuvalu', 'Tuvalu'),
  ('TW', 'TWN', '158', 'Taiwan', 'Taiwan'),
  ('TZ', 'TZA', '834', 'Tanzania', 'Tanzania'),
  ('UA', 'UKR', '804', 'Oekraïne', 'Ukraine'),
  ('UG', 'UGA', '800', 'Oeganda', 'Uganda'),
  ('UM', 'UMI', '581', 'Kleine afgelegen eilanden van de Verenigde Staten', 'U.S. Outlying Islands'),
  ('US', 'USA', '840', 'Verenigde Staten', 'United States'),
  ('UY', 'URY', '858', 'Uruguay', 'Uruguay'),
  ('UZ', 'UZB', '860', 'Oezbekistan', 'Uzbekistan'),
  ('VA', 'VAT', '336', 'Vaticaanstad', 'Vatican City'),
  ('VC', 'VCT', '670', 'Saint Vincent en de Grenadines', 'St. Vincent & Grenadines'),
  ('VE', 'VEN', '862', 'Venezuela', 'Venezuela'),
  ('VG', 'VGB', '092', 'Britse Maagdeneilanden', 'British Virgin Islands'),
  ('VI', 'VIR', '850', 'Amerikaanse Maagdeneilanden', 'U.S. Virgin Islands'),
  ('VN', 'VNM', '704', 'Vietnam', 'Vietnam'),
  ('VU', 'VUT', '548', 'Vanuatu', 'Vanuatu'),
  ('WF', 'WLF', '876', 'Wallis en Futuna', 'Wallis & Futuna'),
  ('WS', 'WSM', '882', 'Samoa', 'Samoa'),
  ('YE', 'YEM', '887', 'Jemen', 'Yemen'),
  ('YT', 'MYT', '175', 'Mayotte', 'Mayotte'),
  ('ZA', 'ZAF', '710', 'Zuid-Afrika', 'South Africa'),
  ('ZM', 'ZMB', '894', 'Zambia', 'Zambia'),
  ('ZW', 'ZWE', '716', 'Zimbabwe', 'Zimbabwe')
) as c (code, alpha3_code, numeric_code, name_nl, name_en);

-- What member states of the European Economic Area set below 16, and the United Kingdom and the United States.
update public.countries as c
set consent_age = a.age
from (values
  (13, '{BE,EE,FI,GB,IS,LV,MT,NO,PT,SE,US}'::text[]),
  (14, '{AT,BG,CY,ES,IT,LT}'),
  (15, '{CZ,DK,FR,GR,SI}')
) as a (age, codes)
where c.code = any (a.codes);

select sync.register_table('public.countries', scope => null, direction => 'down', priority => 20);


-- Currencies: what people pay with, after ISO 4217. Left out are its codes for funds, metals and tests, and what is
-- withdrawn: the Bulgarian lev is (for the euro, since 1 January 2026), the guilder of the Netherlands Antilles is
-- (for the Caribbean one, since 2025).

create table public.currencies (
  id uuid not null,
  code public.currency_code not null,
  numeric_code text not null,
  minor_units smallint not null,
  symbol text not null,
  name public.translations not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint currencies_pkey primary key (id),
  constraint currencies_code_key unique (code),
  constraint currencies_numeric_code_key unique (numeric_code),
  constraint currencies_numeric_code_is_three_digits check (numeric_code ~ '^[0-9]{3}$'),
  constraint currencies_minor_units_are_decimals check (minor_units between 0 and 4),
  constraint currencies_symbol_is_short check (char_length(symbol) between 1 and 8)
);

comment on table public.currencies is 'Catalogue: the currencies of ISO 4217 that people pay with.';
comment on column public.currencies.code is 'ISO 4217 alphabetic: EUR.';
comment on column public.currencies.numeric_code is 'ISO 4217 numeric, with leading zeros: 978.';
comment on column public.currencies.minor_units is
  'Decimals of an amount: amounts are kept as integers of 1/10^minor_units, so that 1234 is 12.34 EUR and 1234 JPY.';
comment on column public.currencies.symbol is 'The short sign, which several may share; the code where there is none.';

create trigger _100_touch before insert or update on public.currencies
  for each row execute function private.touch();

alter table public.currencies enable row level security;

create policy currencies_select_everyone on public.currencies for select to authenticated
  using (true);
-- No insert, update or delete: the catalogue is content, changed by migrations.

grant select on public.currencies to authenticated, service_role;

insert into public.currencies (id, code, numeric_code, minor_units, symbol, name)
select private.catalogue_id('currencies', c.code), c.code, c.numeric_code, c.minor_units, c.symbol,
  jsonb_build_object('nl', c.name_nl, 'en', c.name_en)
from (values
  ('AED', '784', 2, 'AED', 'Verenigde Arabische Emiraten-dirham', 'United Arab Emirates Dirham'),
  ('AFN', '971', 2, '؋', 'Afghaanse afghani', 'Afghan Afghani'),
  ('ALL', '008', 2, 'ALL', 'Albanese lek', 'Albanian Lek'),
  ('AMD', '051', 2, '֏', 'Armeense dram', 'Armenian Dram'),
  ('AOA', '973', 2, 'Kz', 'Angolese kwanza', 'Angolan Kwanza'),
  ('ARS', '032', 2, '$', 'Argentijnse peso', 'Argentine Peso'),
  ('AUD', '036', 2, '$', 'Australische dollar', 'Australian Dollar'),
  ('AWG', '533', 2, 'AWG', 'Arubaanse gulden', 'Aruban Florin'),
  ('AZN', '944', 2, '₼', 'Azerbeidzjaanse manat', 'Azerbaijani Manat'),
  ('BAM', '977', 2, 'KM', 'Bosnische convertibele mark', 'Bosnia-Herzegovina Convertible Mark'),
  ('BBD', '052', 2, '$', 'Barbadaanse dollar', 'Barbadian Dollar'),
  ('BDT', '050', 2, '৳', 'Bengalese taka', 'Bangladeshi Taka'),
  ('BHD', '048', 3, 'BHD', 'Bahreinse dinar', 'Bahraini Dinar'),
  ('BIF', '108', 0, 'BIF', 'Burundese frank', 'Burundian Franc'),
  ('BMD', '060', 2, '$', 'Bermuda-dollar', 'Bermudan Dollar'),
  ('BND', '096', 2, '$', 'Bruneise dollar', 'Brunei Dollar'),
  ('BOB', '068', 2, 'Bs', 'Boliviaanse boliviano', 'Bolivian Boliviano'),
  ('BRL', '986', 2, 'R$', 'Braziliaanse real', 'Brazilian Real'),
  ('BSD', '044', 2, '$', 'Bahamaanse dollar', 'Bahamian Dollar'),
  ('BTN', '064', 2, 'BTN', 'Bhutaanse ngultrum', 'Bhutanese Ngultrum'),
  ('BWP', '072', 2, 'P', 'Botswaanse pula', 'Botswanan Pula'),
  ('BYN', '933', 2, 'BYN', 'Belarussische roebel', 'Belarusian Ruble'),
  ('BZD', '084', 2, '$', 'Belizaanse dollar', 'Belize Dollar'),
  ('CAD', '124', 2, '$', 'Canadese dollar', 'Canadian Dollar'),
  ('CDF', '976', 2, 'CDF', 'Congolese frank', 'Congolese Franc'),
  ('CHF', '756', 2, 'CHF', 'Zwitserse frank', 'Swiss Franc'),
  ('CLP', '152', 0, '$', 'Chileense peso', 'Chilean Peso'),
  ('CNY', '156', 2, '¥', 'Chinese yuan', 'Chinese Yuan'),
  ('COP', '170', 2, '$', 'Colombiaanse peso', 'Colombian Peso'),
  ('CRC', '188', 2, '₡', 'Costa Ricaanse colon', 'Costa Rican Colón'),
  ('CUP', '192', 2, '$', 'Cubaanse peso', 'Cuban Peso'),
  ('CVE', '132', 2, 'CVE', 'Kaapverdische escudo', 'Cape Verdean Escudo'),
  ('CZK', '203', 2, 'Kč', 'Tsjechische kroon', 'Czech Koruna'),
  ('DJF', '262', 0, 'DJF', 'Djiboutiaanse frank', 'Djiboutian Franc'),
  ('DKK', '208', 2, 'kr', 'Deense kroon', 'Danish Krone'),
  ('DOP', '214', 2, '$', 'Dominicaanse peso', 'Dominican Peso'),
  ('DZD', '012', 2, 'DZD', 'Algerijnse dinar', 'Algerian Dinar'),
  ('EGP', '818', 2, 'E£', 'Egyptisch pond', 'Egyptian Pound'),
  ('ERN', '232', 2, 'ERN', 'Eritrese nakfa', 'Eritrean Nakfa'),
  ('ETB', '230', 2, 'ETB', 'Ethiopische birr', 'Ethiopian Birr'),
  ('EUR', '978', 2, '€', 'Euro', 'Euro'),
  ('FJD', '242', 2, '$', 'Fiji-dollar', 'Fijian Dollar'),
  ('FKP', '238', 2, '£', 'Falklandeilands pond', 'Falkland Islands Pound'),
  ('GBP', '826', 2, '£', 'Britse pond', 'British Pound'),
  ('GEL', '981', 2, '₾', 'Georgische lari', 'Georgian Lari'),
  ('GHS', '936', 2, 'GH₵', 'Ghanese cedi', 'Ghanaian Cedi'),
  ('GIP', '292', 2, '£', 'Gibraltarees pond', 'Gibraltar Pound'),
  ('GMD', '270', 2, 'GMD', 'Gambiaanse dalasi', 'Gambian Dalasi'),
  ('GNF', '324', 0, 'FG', 'Guinese frank', 'Guinean Franc'),
  ('GTQ', '320', 2, 'Q', 'Guatemalteekse quetzal', 'Guatemalan Quetzal'),
  ('GYD', '328', 2, '$', 'Guyaanse dollar', 'Guyanaese Dollar'),
  ('HKD', '344', 2, '$', 'Hongkongse dollar', 'Hong Kong Dollar'),
  ('HNL', '340', 2, 'L', 'Hondurese lempira', 'Honduran Lempira'),
  ('HTG', '332', 2, 'HTG', 'Haïtiaanse gourde', 'Haitian Gourde'),
  ('HUF', '348', 2, 'Ft', 'Hongaarse forint', 'Hungarian Forint'),
  ('IDR', '360', 2, 'Rp', 'Indonesische roepia', 'Indonesian Rupiah'),
  ('ILS', '376', 2, '₪', 'Israëlische nieuwe shekel', 'Israeli New Shekel'),
  ('INR', '356', 2, '₹', 'Indiase roepie', 'Indian Rupee'),
  ('IQD', '368', 3, 'IQD', 'Iraakse dinar', 'Iraqi Dinar'),
  ('IRR', '364', 2, 'IRR', 'Iraanse rial', 'Iranian Rial'),
  ('ISK', '352', 0, 'kr', 'IJslandse kroon', 'Icelandic Króna'),
  ('JMD', '388', 2, '$', 'Jamaicaanse dollar', 'Jamaican Dollar'),
  ('JOD', '400', 3, 'JOD', 'Jordaanse dinar', 'Jordanian Dinar'),
  ('JPY', '392', 0, '¥', 'Japanse yen', 'Japanese Yen'),
  ('KES', '404', 2, 'KES', 'Keniaanse shilling', 'Kenyan Shilling'),
  ('KGS', '417', 2, '⃀', 'Kirgizische som', 'Kyrgyz Som'),
  ('KHR', '116', 2, '៛', 'Cambodjaanse riel', 'Cambodian Riel'),
  ('KMF', '174', 0, 'CF', 'Comorese frank', 'Comorian Franc'),
  ('KPW', '408', 2, '₩', 'Noord-Koreaanse won', 'North Korean Won'),
  ('KRW', '410', 0, '₩', 'Zuid-Koreaanse won', 'South Korean Won'),
  ('KWD', '414', 3, 'KWD', 'Koeweitse dinar', 'Kuwaiti Dinar'),
  ('KYD', '136', 2, '$', 'Kaaimaneilandse dollar', 'Cayman Islands Dollar'),
  ('KZT', '398', 2, '₸', 'Kazachse tenge', 'Kazakhstani Tenge'),
  ('LAK', '418', 2, '₭', 'Laotiaanse kip', 'Laotian Kip'),
  ('LBP', '422', 2, 'L£', 'Libanees pond', 'Lebanese Pound'),
  ('LKR', '144', 2, 'Rs', 'Sri Lankaanse roepie', 'Sri Lankan Rupee'),
  ('LRD', '430', 2, '$', 'Liberiaanse dollar', 'Liberian Dollar'),
  ('LSL', '426', 2, 'LSL', 'Lesothaanse loti', 'Lesotho Loti'),
  ('LYD', '434', 3, 'LYD', 'Libische dinar', 'Libyan Dinar'),
  ('MAD', '504', 2, 'MAD', 'Marokkaanse dirham', 'Moroccan Dirham'),
  ('MDL', '498', 2, 'MDL', 'Moldavische leu', 'Moldovan Leu'),
  ('MGA', '969', 2, 'Ar', 'Malagassische ariary', 'Malagasy Ariary'),
  ('MKD', '807', 2, 'MKD', 'Macedonische denar', 'Macedonian Denar'),
  ('MMK', '104', 2, 'K', 'Myanmarese kyat', 'Myanmar Kyat'),
  ('MNT', '496', 2, '₮', 'Mongoolse tugrik', 'Mongolian Tugrik'),
  ('MOP', '446', 2, 'MOP', 'Macause pataca', 'Macanese Pataca'),
  ('MRU', '929', 2, 'MRU', 'Mauritaanse ouguiya', 'Mauritanian Ouguiya'),
  ('MUR', '480', 2, 'Rs', 'Mauritiaanse roepie', 'Mauritian Rupee'),
  ('MVR', '462', 2, 'MVR', 'Maldivische rufiyaa', 'Maldivian Rufiyaa'),
  ('MWK', '454', 2, 'MWK', 'Malawische kwacha', 'Malawian Kwacha'),
  ('MXN', '484', 2, '$', 'Mexicaanse peso', 'Mexican Peso'),
  ('MYR', '458', 2, 'RM', 'Maleisische ringgit', 'Malaysian Ringgit'),
  ('MZN', '943', 2, 'MZN', 'Mozambikaanse metical', 'Mozambican Metical'),
  ('NAD', '516', 2, '$', 'Namibische dollar', 'Namibian Dollar'),
  ('NGN', '566', 2, '₦', 'Nigeriaanse naira', 'Nigerian Naira'),
  ('NIO', '558', 2, 'C$', 'Nicaraguaanse córdoba', 'Nicaraguan Córdoba'),
  ('NOK', '578', 2, 'kr', 'Noorse kroon', 'Norwegian Krone'),
  ('NPR', '524', 2, 'Rs', 'Nepalese roepie', 'Nepalese Rupee'),
  ('NZD', '554', 2, '$', 'Nieuw-Zeelandse dollar', 'New Zealand Dollar'),
  ('OMR', '512', 3, 'OMR', 'Omaanse rial', 'Omani Rial'),
  ('PAB', '590', 2, 'PAB', 'Panamese balboa', 'Panamanian Balboa'),
  ('PEN', '604', 2, 'PEN', 'Peruaanse sol', 'Peruvian Sol'),
  ('PGK', '598', 2, 'PGK', 'Papoea-Nieuw-Guinese kina', 'Papua New Guinean Kina'),
  ('PHP', '608', 2, '₱', 'Filipijnse peso', 'Philippine Peso'),
  ('PKR', '586', 2, 'Rs', 'Pakistaanse roepie', 'Pakistani Rupee'),
  ('PLN', '985', 2, 'zł', 'Poolse zloty', 'Polish Zloty'),
  ('PYG', '600', 0, '₲', 'Paraguayaanse guarani', 'Paraguayan Guarani'),
  ('QAR', '634', 2, 'QAR', 'Qatarese rial', 'Qatari Riyal'),
  ('RON', '946', 2, 'lei', 'Roemeense leu', 'Romanian Leu'),
  ('RSD', '941', 2, 'RSD', 'Servische dinar', 'Serbian Dinar'),
  ('RUB', '643', 2, '₽', 'Russische roebel', 'Russian Ruble'),
  ('RWF', '646', 0, 'RF', 'Rwandese frank', 'Rwandan Franc'),
  ('SAR', '682', 2, 'SAR', 'Saoedi-Arabische riyal', 'Saudi Riyal'),
  ('SBD', '090', 2, '$', 'Salomon-dollar', 'Solomon Islands Dollar'),
  ('SCR', '690', 2, 'SCR', 'Seychelse roepie', 'Seychellois Rupee'),
  ('SDG', '938', 2, 'SDG', 'Soedanees pond', 'Sudanese Pound'),
  ('SEK', '752', 2, 'kr', 'Zweedse kroon', 'Swedish Krona'),
  ('SGD', '702', 2, '$', 'Singaporese dollar', 'Singapore Dollar'),
  ('SHP', '654', 2, '£', 'Sint-Heleens pond', 'St. Helena Pound'),
  ('SLE', '925', 2, 'SLE', 'Sierra Leoonse leone', 'Sierra Leonean Leone'),
  ('SOS', '706', 2, 'SOS', 'Somalische shilling', 'Somali Shilling'),
  ('SRD', '968', 2, '$', 'Surinaamse dollar', 'Surinamese Dollar'),
  ('SSP', '728', 2, '£', 'Zuid-Soedanees pond', 'South Sudanese Pound'),
  ('STN', '930', 2, 'Db', 'Santomese dobra', 'São Tomé & Príncipe Dobra'),
  ('SVC', '222', 2, 'SVC', 'Salvadoraanse colón', 'Salvadoran Colón'),
  ('SYP', '760', 2, '£', 'Syrisch pond', 'Syrian Pound'),
  ('SZL', '748', 2, 'SZL', 'Swazische lilangeni', 'Swazi Lilangeni'),
  ('THB', '764', 2, '฿', 'Thaise baht', 'Thai Baht'),
  ('TJS', '972', 2, 'TJS', 'Tadzjiekse somoni', 'Tajikistani Somoni'),
  ('TMT', '934', 2, 'TMT', 'Turkmeense manat', 'Turkmenistani Manat'),
  ('TND', '788', 3, 'TND', 'Tunesische dinar', 'Tunisian Dinar'),
  ('TOP', '776', 2, 'T$', 'Tongaanse paʻanga', 'Tongan Paʻanga'),
  ('TRY', '949', 2, '₺', 'Turkse lira', 'Turkish Lira'),
  ('TTD', '780', 2, '$', 'Trinidad en Tobago-dollar', 'Trinidad & Tobago Dollar'),
  ('TWD', '901', 2, '$', 'Nieuwe Taiwanese dollar', 'New Taiwan Dollar'),
  ('TZS', '834', 2, 'TZS', 'Tanzaniaanse shilling', 'Tanzanian Shilling'),
  ('UAH', '980', 2, '₴', 'Oekraïense hryvnia', 'Ukrainian Hryvnia'),
  ('UGX', '800', 0, 'UGX', 'Oegandese shilling', 'Ugandan Shilling'),
  ('USD', '840', 2, '$', 'Amerikaanse dollar', 'US Dollar'),
  ('UYU', '858', 2, '$', 'Uruguayaanse peso', 'Uruguayan Peso'),
  ('UZS', '860', 2, 'UZS', 'Oezbeekse sum', 'Uzbekistani Som'),
  ('VED', '926', 2, 'VED', 'Venezolaanse digitale bolivar', 'Venezuelan Digital Bolívar'),
  ('VES', '928', 2, 'VES', 'Venezolaanse bolivar', 'Venezuelan Bolívar'),
  ('VND', '704', 0, '₫', 'Vietnamese dong', 'Vietnamese Dong'),
  ('VUV', '548', 0, 'VUV', 'Vanuatuaanse vatu', 'Vanuatu Vatu'),
  ('WST', '882', 2, 'WST', 'Samoaanse tala', 'Samoan Tala'),
  ('XAF', '950', 0, 'FCFA', 'Centraal-Afrikaanse CFA-frank', 'Central African CFA Franc'),
  ('XCD', '951', 2, '$', 'Oost-Caribische dollar', 'East Caribbean Dollar'),
  ('XCG', '532', 2, 'Cg.', 'Caribische gulden', 'Caribbean Guilder'),
  ('XOF', '952', 0, 'F CFA', 'West-Afrikaanse CFA-frank', 'West African CFA Franc'),
  ('XPF', '953', 0, 'CFPF', 'CFP-frank', 'CFP Franc'),
  ('YER', '886', 2, 'YER', 'Jemenitische rial', 'Yemeni Rial'),
  ('ZAR', '710', 2, 'R', 'Zuid-Afrikaanse rand', 'South African Rand'),
  ('ZMW', '967', 2, 'ZK', 'Zambiaanse kwacha', 'Zambian Kwacha'),
  ('ZWG', '924', 2, 'ZWG', 'Zimbabwaanse ZiG', 'Zimbabwe Gold')
) as c (code, numeric_code, minor_units, symbol, name_nl, name_en);

select sync.register_table('public.currencies', scope => null, direction => 'down', priority => 20);


-- Time zones: for the person to choose from. Those of the IANA database's zone.tab, which has at least one for each
-- inhabited country, and UTC. users.timezone also takes names that are not here, such as older spellings.

create table public.time_zones (
  id uuid not null,
  code text not null,
  country_code public.country_code,
  city public.translations not null,
  name public.translations not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint time_zones_pkey primary key (id),
  constraint time_zones_code_key unique (code),
  constraint time_zones_country_code_fkey foreign key (country_code) references public.countries (code) on delete restrict,
  constraint time_zones_code_is_short check (char_length(code) <= 64)
);

comment on table public.time_zones is 'Catalogue: the time zones of the IANA database, by country.';
comment on column public.time_zones.code is 'IANA name: Europe/Amsterdam.';
comment on column public.time_zones.country_code is 'The country it is used in; null for UTC.';
comment on column public.time_zones.city is 'The city or island it is named after.';
comment on column public.time_zones.name is 'What its time is called, after the Unicode CLDR: Central European Time.';

create index time_zones_country_code_idx on public.time_zones (country_code);

comment on index public.time_zones_country_code_idx is 'Serves the time zones of a country.';

create trigger _100_touch before insert or update on public.time_zones
  for each row execute function private.touch();

alter table public.time_zones enable row level security;

create policy time_zones_select_everyone on public.time_zones for select to authenticated
  using (true);
-- No insert, update or delete: the catalogue is content, changed by migrations.

grant select on public.time_zones to authenticated, service_role;

insert into public.time_zones (id, code, country_code, city, name)
select private.catalogue_id('time_zones', z.code), z.code, z.country_code,
  jsonb_build_object('nl', z.city_nl, 'en', z.city_en),
  jsonb_build_object('nl', z.name_nl, 'en', z.name_en)
from (values
  ('Africa/Abidjan', 'CI', 'Abidjan', 'Abidjan', 'Greenwich Mean Time', 'Greenwich Mean Time'),
  ('Africa/Accra', 'GH', 'Accra', 'Accra', 'Greenwich Mean Time', 'Greenwich Mean Time'),
  ('Africa/Addis_Ababa', 'ET', 'Addis Abeba', 'Addis Ababa', 'Oost-Afrikaanse tijd', 'East Africa Time'),
  ('Africa/Algiers', 'DZ', 'Algiers', 'Algiers', 'Midden-Europese standaardtijd', 'Central European Standard Time'),
  ('Africa/Asmara', 'ER', 'Asmara', 'Asmara', 'Oost-Afrikaanse tijd', 'East Africa Time'),
  ('Africa/Bamako', 'ML', 'Bamako', 'Bamako', 'Greenwich Mean Time', 'Greenwich Mean Time'),
  ('Africa/Bangui', 'CF', 'Bangui', 'Bangui', 'West-Afrikaanse tijd', 'West Africa Time'),
  ('Africa/Banjul', 'GM', 'Banjul', 'Banjul', 'Greenwich Mean Time', 'Greenwich Mean Time'),
  ('Africa/Bissau', 'GW', 'Bissau', 'Bissau', 'Greenwich Mean Time', 'Greenwich Mean Time'),
  ('Africa/Blantyre', 'MW', 'Blantyre', 'Blantyre', 'Centraal-Afrikaanse tijd', 'Central Africa Time'),
  ('Africa/Brazzaville', 'CG', 'Brazzaville', 'Brazzaville', 'West-Afrikaanse tijd', 'West Africa Time'),
  ('Africa/Bujumbura', 'BI', 'Bujumbura', 'Bujumbura', 'Centraal-Afrikaanse tijd', 'Central Africa Time'),
  ('Africa/Cairo', 'EG', 'Caïro', 'Cairo', 'Oost-Europese tijd', 'Eastern European Time'),
  ('Africa/Casablanca', 'MA', 'Casablanca', 'Casablanca', 'Tijd in Marokko', 'Morocco Time'),
  ('Africa/Ceuta', 'ES', 'Ceuta', 'Ceuta', 'Midden-Europese tijd', 'Central European Time'),
  ('Africa/Conakry', 'GN', 'Conakry', 'Conakry', 'Greenwich Mean Time', 'Greenwich Mean Time'),
  ('Africa/Dakar', 'SN', 'Dakar', 'Dakar', 'Greenwich Mean Time', 'Greenwich Mean Time'),
  ('Africa/Dar_es_Salaam', 'TZ', 'Dar es Salaam', 'Dar es Salaam', 'Oost-Afrikaanse tijd', 'East Africa Time'),
  ('Africa/Djibouti', 'DJ', 'Djibouti', 'Djibouti', 'Oost-Afrikaanse tijd', 'East Africa Time'),
  ('Africa/Douala', 'CM', 'Douala', 'Douala', 'West-Afrikaanse tijd', 'West Africa Time'),
  ('Africa/El_Aaiun', 'EH', 'El Aaiún', 'El Aaiún', 'Tijd in Westelijke Sahara', 'Western Sahara Time'),
  ('Africa/Freetown', 'SL', 'Freetown', 'Freetown', 'Greenwich Mean Time', 'Greenwich Mean Time'),
  ('Africa/Gaborone', 'BW', 'Gaborone', 'Gaborone', 'Centraal-Afrikaanse tijd', 'Central Africa Time'),
  ('Africa/Harare', 'ZW', 'Harare', 'Harare', 'Centraal-Afrikaanse tijd', 'Central Africa Time'),
  ('Africa/Johannesburg', 'ZA', 'Johannesburg', 'Johannesburg', 'Zuid-Afrikaanse tijd', 'South Africa Standard Time'),
  ('Africa/Juba', 'SS', 'Juba', 'Juba', 'Centraal-Afrikaanse tijd', 'Central Africa Time'),
  ('Africa/Kampala', 'UG', 'Kampala', 'Kampala', 'Oost-Afrikaanse tijd', 'East Africa Time'),
  ('Africa/Khartoum', 'SD', 'Khartoem', 'Khartoum', 'Centraal-Afrikaanse tijd', 'Central Africa Time'),
  ('Africa/Kigali', 'RW', 'Kigali', 'Kigali', 'Centraal-Afrikaanse tijd', 'Central Africa Time'),
  ('Africa/Kinshasa', 'CD', 'Kinshasa', 'Kinshasa', 'West-Afrikaanse tijd', 'West Africa Time'),
  ('Africa/Lagos', 'NG', 'Lagos', 'Lagos', 'West-Afrikaanse tijd', 'West Africa Time'),
  ('Africa/Libreville', 'GA', 'Libreville', 'Libreville', 'West-Afrikaanse tijd', 'West Africa Time'),
  ('Africa/Lome', 'TG', 'Lomé', 'Lomé', 'Greenwich Mean Time', 'Greenwich Mean Time'),
  ('Africa/Luanda', 'AO', 'Luanda', 'Luanda', 'West-Afrikaanse tijd', 'West Africa Time'),
  ('Africa/Lubumbashi', 'CD', 'Lubumbashi', 'Lubumbashi', 'Centraal-Afrikaanse tijd', 'Central Africa Time'),
  ('Africa/Lusaka', 'ZM', 'Lusaka', 'Lusaka', 'Centraal-Afrikaanse tijd', 'Central Africa Time'),
  ('Africa/Malabo', 'GQ', 'Malabo', 'Malabo', 'West-Afrikaanse tijd', 'West Africa Time'),
  ('Africa/Maputo', 'MZ', 'Maputo', 'Maputo', 'Centraal-Afrikaanse tijd', 'Central Africa Time'),
  ('Africa/Maseru', 'LS', 'Maseru', 'Maseru', 'Zuid-Afrikaanse tijd', 'South Africa Standard Time'),
  ('Africa/Mbabane', 'SZ', 'Mbabane', 'Mbabane', 'Zuid-Afrikaanse tijd', 'South Africa Standard Time'),
  ('Africa/Mogadishu', 'SO', 'Mogadishu', 'Mogadishu', 'Oost-Afrikaanse tijd', 'East Africa Time'),
  ('Africa/Monrovia', 'LR', 'Monrovia', 'Monrovia', 'Greenwich Mean Time', 'Greenwich Mean Time'),
  ('Africa/Nairobi', 'KE', 'Nairobi', 'Nairobi', 'Oost-Afrikaanse tijd', 'East Africa Time'),
  ('Africa/Ndjamena', 'TD', 'N''Djamena', 'N''Djamena', 'West-Afrikaanse tijd', 'West Africa Time'),
  ('Africa/Niamey', 'NE', 'Niamey', 'Niamey', 'West-Afrikaanse tijd', 'West Africa Time'),
  ('Africa/Nouakchott', 'MR', 'Nouakchott', 'Nouakchott', 'Greenwich Mean Time', 'Greenwich Mean Time'),
  ('Africa/Ouagadougou', 'BF', 'Ouagadougou', 'Ouagadougou', 'Greenwich Mean Time', 'Greenwich Mean Time'),
  ('Africa/Porto-Novo', 'BJ', 'Porto-Novo', 'Porto-Novo', 'West-Afrikaanse tijd', 'West Africa Time'),
  ('Africa/Sao_Tome', 'ST', 'São Tomé', 'São Tomé', 'Greenwich Mean Time', 'Greenwich Mean Time'),
  ('Africa/Tripoli', 'LY', 'Tripoli', 'Tripoli', 'Oost-Europese standaardtijd', 'Eastern European Standard Time'),
  ('Africa/Tunis', 'TN', 'Tunis', 'Tunis', 'Midden-Europese standaardtijd', 'Central European Standard Time'),
  ('Africa/Windhoek', 'NA', 'Windhoek', 'Windhoek', 'Centraal-Afrikaanse tijd', 'Central Africa Time'),
  ('America/Adak', 'US', 'Adak', 'Adak', 'Hawaii-Aleoetische tijd', 'Hawaii-Aleutian Time'),
  ('America/Anchorage', 'US', 'Anchorage', 'Anchorage', 'Alaska-tijd', 'Alaska Time'),
  ('America/Anguilla', 'AI', 'Anguilla', 'Anguilla', 'Atlantic-standaardtijd', 'Atlantic Standard Time'),
  ('America/Antigua', 'AG', 'Antigua', 'Antigua', 'Atlantic-standaardtijd', 'Atlantic Standard Time'),
  ('America/Araguaina', 'BR', 'Araguaína', 'Araguaína', 'Braziliaanse standaardtijd', 'Brasilia Standard Time'),
  ('America/Argentina/Buenos_Aires', 'AR', 'Buenos Aires', 'Buenos Aires', 'Argentijnse standaardtijd', 'Argentina Standard Time'),
  ('America/Argentina/Catamarca', 'AR', 'Catamarca', 'Catamarca', 'Argentijnse standaardtijd', 'Argentina Standard Time'),
  ('America/Argentina/Cordoba', 'AR', 'Córdoba', 'Córdoba', 'Argentijnse standaardtijd', 'Argentina Standard Time'),
  ('America/Argentina/Jujuy', 'AR', 'Jujuy', 'Jujuy', 'Argentijnse standaardtijd', 'Argentina Standard Time'),
  ('America/Argentina/La_Rioja', 'AR', 'La Rioja', 'La Rioja', 'Argentijnse standaardtijd', 'Argentina Standard Time'),
  ('America/Argentina/Mendoza', 'AR', 'Mendoza', 'Mendoza', 'Argentijnse standaardtijd', 'Argentina Standard Time'),
  ('America/Argentina/Rio_Gallegos', 'AR', 'Río Gallegos', 'Río Gallegos', 'Argentijnse standaardtijd', 'Argentina Standard Time'),
  ('America/Argentina/Salta', 'AR', 'Salta', 'Salta', 'Argentijnse standaardtijd', 'Argentina Standard Time'),
  ('America/Argentina/San_Juan', 'AR', 'San Juan', 'San Juan', 'Argentijnse standaardtijd', 'Argentina Standard Time'),
  ('America/Argentina/San_Luis', 'AR', 'San Luis', 'San Luis', 'Argentijnse standaardtijd', 'Argentina Standard Time'),
  ('America/Argentina/Tucuman', 'AR', 'Tucumán', 'Tucumán', 'Argentijnse standaardtijd', 'Argentina Standard Time'),
  ('America/Argentina/Ushuaia', 'AR', 'Ushuaia', 'Ushuaia', 'Argentijnse standaardtijd', 'Argentina Standard Time'),
  ('America/Aruba', 'AW', 'Aruba', 'Aruba', 'Atlantic-standaardtijd', 'Atlantic Standard Time'),
  ('America/Asuncion', 'PY', 'Asunción', 'Asunción', 'Paraguayaanse standaardtijd', 'Paraguay Standard Time'),
  ('America/Atikokan', 'CA', 'Atikokan', 'Atikokan', 'Eastern-standaardtijd', 'Eastern Standard Time'),
  ('America/Bahia', 'BR', 'Bahia', 'Bahia', 'Braziliaanse standaardtijd', 'Brasilia Standard Time'),
  ('America/Bahia_Banderas', 'MX', 'Bahía de Banderas', 'Bahía de Banderas', 'Central-standaardtijd', 'Central Standard Time'),
  ('America/Barbados', 'BB', 'Barbados', 'Barbados', 'Atlantic-standaardtijd', 'Atlantic Standard Time'),
  ('America/Belem', 'BR', 'Belém', 'Belém', 'Braziliaanse standaardtijd', 'Brasilia Standard Time'),
  ('America/Belize', 'BZ', 'Belize', 'Belize', 'Central-standaardtijd', 'Central Standard Time'),
  ('America/Blanc-Sablon', 'CA', 'Blanc-Sablon', 'Blanc-Sablon', 'Atlantic-standaardtijd', 'Atlantic Standard Time'),
  ('America/Boa_Vista', 'BR', 'Boa Vista', 'Boa Vista', 'Amazone-standaardtijd', 'Amazon Standard Time'),
  ('America/Bogota', 'CO', 'Bogotá', 'Bogotá', 'Colombiaanse standaardtijd', 'Colombia Standard Time'),
  ('America/Boise', 'US', 'Boise', 'Boise', 'Mountain-tijd', 'Mountain Time'),
  ('America/Cambridge_Bay', 'CA', 'Cambridge Bay', 'Cambridge Bay', 'Mountain-tijd', 'Mountain Time'),
  ('America/Campo_Grande', 'BR', 'Campo Grande', 'Campo Grande', 'Amazone-standaardtijd', 'Amazon Standard Time'),
  ('America/Cancun', 'MX', 'Cancún', 'Cancún', 'Eastern-standaardtijd', 'Eastern Standard Time'),
  ('America/Caracas', 'VE', 'Caracas', 'Caracas', 'Venezolaanse tijd', 'Venezuela Time'),
  ('America/Cayenne', 'GF', 'Cayenne', 'Cayenne', 'Frans-Guyaanse tijd', 'French Guiana Time'),
  ('America/Cayman', 'KY', 'Cayman', 'Cayman', 'Eastern-standaardtijd', 'Eastern Standard Time'),
  ('America/Chicago', 'US', 'Chicago', 'Chicago', 'Central-tijd', 'Central Time'),
  ('America/Chihuahua', 'MX', 'Chihuahua', 'Chihuahua', 'Central-standaardtijd', 'Central Standard Time'),
  ('America/Ciudad_Juarez', 'MX', 'Ciudad Juárez', 'Ciudad Juárez', 'Mountain-tijd', 'Mountain Time'),
  ('America/Costa_Rica', 'CR', 'Costa Rica', 'Costa Rica', 'Central-standaardtijd', 'Central Standard Time'),
  ('America/Coyhaique', 'CL', 'Coyhaique', 'Coyhaique', 'Tijd in Coyhaique', 'Coyhaique Time'),
  ('America/Creston', 'CA', 'Creston', 'Creston', 'Mountain-standaardtijd', 'Mountain Standard Time'),
  ('America/Cuiaba', 'BR', 'Cuiabá', 'Cuiabá', 'Amazone-standaardtijd', 'Amazon Standard Time'),
  ('America/Curacao', 'CW', 'Curaçao', 'Curaçao', 'Atlantic-standaardtijd', 'Atlantic Standard Time'),
  ('America/Danmarkshavn', 'GL', 'Danmarkshavn', 'Danmarkshavn', 'Greenwich Mean Time', 'Greenwich Mean Time'),
  ('America/Dawson', 'CA', 'Dawson', 'Dawson', 'Yukon-tijd', 'Yukon Time'),
  ('America/Dawson_Creek', 'CA', 'Dawson Creek', 'Dawson Creek', 'Mountain-standaardtijd', 'Mountain Standard Time'),
  ('America/Denver', 'US', 'Denver', 'Denver', 'Mountain-tijd', 'Mountain Time'),
  ('America/Detroit', 'US', 'Detroit', 'Detroit', 'Eastern-tijd', 'Eastern Time'),
  ('America/Dominica', 'DM', 'Dominica', 'Dominica', 'Atlantic-standaardtijd', 'Atlantic Standard Time'),
  ('America/Edmonton', 'CA', 'Edmonton', 'Edmonton', 'Mountain-tijd', 'Mountain Time'),
  ('America/Eirunepe', 'BR', 'Eirunepé', 'Eirunepé', 'Acre-standaardtijd', 'Acre Standard Time'),
  ('America/El_Salvador', 'SV', 'El Salvador', 'El Salvador', 'Central-standaardtijd', 'Central Standard Time'),
  ('America/Fort_Nelson', 'CA', 'Fort Nelson', 'Fort Nelson', 'Mountain-standaardtijd', 'Mountain Standard Time'),
  ('America/Fortaleza', 'BR', 'Fortaleza', 'Fortaleza', 'Braziliaanse standaardtijd', 'Brasilia Standard Time'),
  ('America/Glace_Bay', 'CA', 'Glace Bay', 'Glace Bay', 'Atlantic-tijd', 'Atlantic Time'),
  ('America/Goose_Bay', 'CA', 'Goose Bay', 'Goose Bay', 'Atlantic-tijd', 'Atlantic Time'),
  ('America/Grand_Turk', 'TC', 'Grand Turk', 'Grand Turk', 'Eastern-tijd', 'Eastern Time'),
  ('America/Grenada', 'GD', 'Grenada', 'Grenada', 'Atlantic-standaardtijd', 'Atlantic Standard Time'),
  ('America/Guadeloupe', 'GP', 'Guadeloupe', 'Guadeloupe', 'Atlantic-standaardtijd', 'Atlantic Standard Time'),
  ('America/Guatemala', 'GT', 'Guatemala', 'Guatemala', 'Central-standaardtijd', 'Central Standard Time'),
  ('America/Guayaquil', 'EC', 'Guayaquil', 'Guayaquil', 'Ecuadoraanse tijd', 'Ecuador Time'),
  ('America/Guyana', 'GY', 'Guyana', 'Guyana', 'Guyaanse tijd', 'Guyana Time'),
  ('America/Halifax', 'CA', 'Halifax', 'Halifax', 'Atlantic-tijd', 'Atlantic Time'),
  ('America/Havana', 'CU', 'Havana', 'Havana', 'Cubaanse tijd', 'Cuba Time'),
  ('America/Hermosillo', 'MX', 'Hermosillo', 'Hermosillo', 'Mexicaanse Pacific-standaardtijd', 'Mexican Pacific Standard Time'),
  ('America/Indiana/Indianapolis', 'US', 'Indianapolis, Indiana', 'Indianapolis, Indiana', 'Eastern-tijd', 'Eastern Time'),
  ('America/Indiana/Knox', 'US', 'Knox, Indiana', 'Knox, Indiana', 'Central-tijd', 'Central Time'),
  ('America/Indiana/Marengo', 'US', 'Marengo, Indiana', 'Marengo, Indiana', 'Eastern-tijd', 'Eastern Time'),
  ('America/Indiana/Petersburg', 'US', 'Petersburg, Indiana', 'Petersburg, Indiana', 'Eastern-tijd', 'Eastern Time'),
  ('America/Indiana/Tell_City', 'US', 'Tell City, Indiana', 'Tell City, Indiana', 'Central-tijd', 'Central Time'),
  ('America/Indiana/Vevay', 'US', 'Vevay, Indiana', 'Vevay, Indiana', 'Eastern-tijd', 'Eastern Time'),
  ('America/Indiana/Vincennes', 'US', 'Vincennes, Indiana', 'Vincennes, Indiana', 'Eastern-tijd', 'Eastern Time'),
  ('America/Indiana/Winamac', 'US', 'Winamac, Indiana', 'Winamac, Indiana', 'Eastern-tijd', 'Eastern Time'),
  ('America/Inuvik', 'CA', 'Inuvik', 'Inuvik', 'Mountain-tijd', 'Mountain Time'),
  ('America/Iqaluit', 'CA', 'Iqaluit', 'Iqaluit', 'Eastern-tijd', 'Eastern Time'),
  ('America/Jamaica', 'JM', 'Jamaica', 'Jamaica', 'Eastern-standaardtijd', 'Eastern Standard Time'),
  ('America/Juneau', 'US', 'Juneau', 'Juneau', 'Alaska-tijd', 'Alaska Time'),
  ('America/Kentucky/Louisville', 'US', 'Louisville, Kentucky', 'Louisville, Kentucky', 'Eastern-tijd', 'Eastern Time'),
  ('America/Kentucky/Monticello', 'US', 'Monticello, Kentucky', 'Monticello, Kentucky', 'Eastern-tijd', 'Eastern Time'),
  ('America/Kralendijk', 'BQ', 'Kralendijk', 'Kralendijk', 'Atlantic-standaardtijd', 'Atlantic Standard Time'),
  ('America/La_Paz', 'BO', 'La Paz', 'La Paz', 'Boliviaanse tijd', 'Bolivia Time'),
  ('America/Lima', 'PE', 'Lima', 'Lima', 'Peruaanse standaardtijd', 'Peru Standard Time'),
  ('America/Los_Angeles', 'US', 'Los Angeles', 'Los Angeles', 'Pacific-tijd', 'Pacific Time'),
  ('America/Lower_Princes', 'SX', 'Lower Princes', 'Lower Princes', 'Atlantic-standaardtijd', 'Atlantic Standard Time'),
  ('America/Maceio', 'BR', 'Maceió', 'Maceió', 'Braziliaanse standaardtijd', 'Brasilia Standard Time'),
  ('America/Managua', 'NI', 'Managua', 'Managua', 'Central-standaardtijd', 'Central Standard Time'),
  ('America/Manaus', 'BR', 'Manaus', 'Manaus', 'Amazone-standaardtijd', 'Amazon Standard Time'),
  ('America/Marigot', 'MF', 'Marigot', 'Marigot', 'Atlantic-standaardtijd', 'Atlantic Standard Time'),
  ('America/Martinique', 'MQ', 'Martinique', 'Martinique', 'Atlantic-standaardtijd', 'Atlantic Standard Time'),
  ('America/Matamoros', 'MX', 'Matamoros', 'Matamoros', 'Central-tijd', 'Central Time'),
  ('America/Mazatlan', 'MX', 'Mazatlán', 'Mazatlán', 'Mexicaanse Pacific-standaardtijd', 'Mexican Pacific Standard Time'),
  ('America/Menominee', 'US', 'Menominee', 'Menominee', 'Central-tijd', 'Central Time'),
  ('America/Merida', 'MX', 'Mérida', 'Mérida', 'Central-standaardtijd', 'Central Standard Time'),
  ('America/Metlakatla', 'US', 'Metlakatla', 'Metlakatla', 'Alaska-tijd', 'Alaska Time'),
  ('America/Mexico_City', 'MX', 'Mexico-Stad', 'Mexico City', 'Central-standaardtijd', 'Central Standard Time'),
  ('America/Miquelon', 'PM', 'Miquelon', 'Miquelon', 'Saint Pierre en Miquelon-tijd', 'St. Pierre & Miquelon Time'),
  ('America/Moncton', 'CA', 'Moncton', 'Moncton', 'Atlantic-tijd', 'Atlantic Time'),
  ('America/Monterrey', 'MX', 'Monterrey', 'Monterrey', 'Central-standaardtijd', 'Central Standard Time'),
  ('America/Montevideo', 'UY', 'Montevideo', 'Montevideo', 'Uruguayaanse standaardtijd', 'Uruguay Standard Time'),
  ('America/Montserrat', 'MS', 'Montserrat', 'Montserrat', 'Atlantic-standaardtijd', 'Atlantic Standard Time'),
  ('America/Nassau', 'BS', 'Nassau', 'Nassau', 'Eastern-tijd', 'Eastern Time'),
  ('America/New_York', 'US', 'New York', 'New York', 'Eastern-tijd', 'Eastern Time'),
  ('America/Nome', 'US', 'Nome', 'Nome', 'Alaska-tijd', 'Alaska Time'),
  ('America/Noronha', 'BR', 'Fernando de Noronha', 'Fernando de Noronha', 'Fernando de Noronha-standaardtijd', 'Fernando de Noronha Standard Time'),
  ('America/North_Dakota/Beulah', 'US', 'Beulah, Noord-Dakota', 'Beulah, North Dakota', 'Central-tijd', 'Central Time'),
  ('America/North_Dakota/Center', 'US', 'Center, Noord-Dakota', 'Center, North Dakota', 'Central-tijd', 'Central Time'),
  ('America/North_Dakota/New_Salem', 'US', 'New Salem, Noord-Dakota', 'New Salem, North Dakota', 'Central-tijd', 'Central Time'),
  ('America/Nuuk', 'GL', 'Nuuk', 'Nuuk', 'Groenlandse tijd', 'Greenland Time'),
  ('America/Ojinaga', 'MX', 'Ojinaga', 'Ojinaga', 'Central-tijd', 'Central Time'),
  ('America/Panama', 'PA', 'Panama', 'Panama', 'Eastern-standaardtijd', 'Eastern Standard Time'),
  ('America/Paramaribo', 'SR', 'Paramaribo', 'Paramaribo', 'Surinaamse tijd', 'Suriname Time'),
  ('America/Phoenix', 'US', 'Phoenix', 'Phoenix', 'Mountain-standaardtijd', 'Mountain Standard Time'),
  ('America/Port-au-Prince', 'HT', 'Port-au-Prince', 'Port-au-Prince', 'Eastern-tijd', 'Eastern Time'),
  ('America/Port_of_Spain', 'TT', 'Port of Spain', 'Port of Spain', 'Atlantic-standaardtijd', 'Atlantic Standard Time'),
  ('America/Porto_Velho', 'BR', 'Porto Velho', 'Porto Velho', 'Amazone-standaardtijd', 'Amazon Standard Time'),
  ('America/Puerto_Rico', 'PR', 'Puerto Rico', 'Puerto Rico', 'Atlantic-standaardtijd', 'Atlantic Standard Time'),
  ('America/Punta_Arenas', 'CL', 'Punta Arenas', 'Punta Arenas', 'Tijd in Punta Arenas', 'Punta Arenas Time'),
  ('America/Rankin_Inlet', 'CA', 'Rankin Inlet', 'Rankin Inlet', 'Central-tijd', 'Central Time'),
  ('America/Recife', 'BR', 'Recife', 'Recife', 'Braziliaanse standaardtijd', 'Brasilia Standard Time'),
  ('America/Regina', 'CA', 'Regina', 'Regina', 'Central-standaardtijd', 'Central Standard Time'),
  ('America/Resolute', 'CA', 'Resolute', 'Resolute', 'Central-tijd', 'Central Time'),
  ('America/Rio_Branco', 'BR', 'Rio Branco', 'Rio Branco', 'Acre-standaardtijd', 'Acre Standard Time'),
  ('America/Santarem', 'BR', 'Santarém', 'Santarém', 'Braziliaanse standaardtijd', 'Brasilia Standard Time'),
  ('America/Santiago', 'CL', 'Santiago', 'Santiago', 'Chileense tijd', 'Chile Time'),
  ('America/Santo_Domingo', 'DO', 'Santo Domingo', 'Santo Domingo', 'Atlantic-standaardtijd', 'Atlantic Standard Time'),
  ('America/Sao_Paulo', 'BR', 'São Paulo', 'São Paulo', 'Braziliaanse standaardtijd', 'Brasilia Standard Time'),
  ('America/Scoresbysund', 'GL', 'Ittoqqortoormiit', 'Ittoqqortoormiit', 'Groenlandse tijd', 'Greenland Time'),
  ('America/Sitka', 'US', 'Sitka', 'Sitka', 'Alaska-tijd', 'Alaska Time'),
  ('America/St_Barthelemy', 'BL', 'St Barthelemy', 'St Barthelemy', 'Atlantic-standaardtijd', 'Atlantic Standard Time'),
  ('America/St_Johns', 'CA', 'Saint John’s', 'Saint John’s', 'Newfoundland-tijd', 'Newfoundland Time'),
  ('America/St_Kitts', 'KN', 'St Kitts', 'St Kitts', 'Atlantic-standaardtijd', 'Atlantic Standard Time'),
  ('America/St_Lucia', 'LC', 'St Lucia', 'St Lucia', 'Atlantic-standaardtijd', 'Atlantic Standard Time'),
  ('America/St_Thomas', 'VI', 'St Thomas', 'St Thomas', 'Atlantic-standaardtijd', 'Atlantic Standard Time'),
  ('America/St_Vincent', 'VC', 'St Vincent', 'St Vincent', 'Atlantic-standaardtijd', 'Atlantic Standard Time'),
  ('America/Swift_Current', 'CA', 'Swift Current', 'Swift Current', 'Central-standaardtijd', 'Central Standard Time'),
  ('America/Tegucigalpa', 'HN', 'Tegucigalpa', 'Tegucigalpa', 'Central-standaardtijd', 'Central Standard Time'),
  ('America/Thule', 'GL', 'Thule', 'Thule', 'Atlantic-tijd', 'Atlantic Time'),
  ('America/Tijuana', 'MX', 'Tijuana', 'Tijuana', 'Pacific-tijd', 'Pacific Time'),
  ('America/Toronto', 'CA', 'Toronto', 'Toronto', 'Eastern-tijd', 'Eastern Time'),
  ('America/Tortola', 'VG', 'Tortola', 'Tortola', 'Atlantic-standaardtijd', 'Atlantic Standard Time'),
  ('America/Vancouver', 'CA', 'Vancouver', 'Vancouver', 'Pacific-tijd', 'Pacific Time'),
  ('America/Whitehorse', 'CA', 'Whitehorse', 'Whitehorse', 'Yukon-tijd', 'Yukon Time'),
  ('America/Winnipeg', 'CA', 'Winnipeg', 'Winnipeg', 'Central-tijd', 'Central Time'),
  ('America/Yakutat', 'US', 'Yakutat', 'Yakutat', 'Alaska-tijd', 'Alaska Time'),
  ('Antarctica/Casey', 'AQ', 'Casey', 'Casey', 'West-Australische standaardtijd', 'Australian Western Standard Time'),
  ('Antarctica/Davis', 'AQ', 'Davis', 'Davis', 'Davis-tijd', 'Davis Time'),
  ('Antarctica/DumontDUrville', 'AQ', 'Dumont d''Urville', 'Dumont d''Urville', 'Dumont-d’Urville-tijd', 'Dumont d’Urville Time'),
  ('Antarctica/Macquarie', 'AU', 'Macquarie', 'Macquarie', 'Oost-Australische tijd', 'Australian Eastern Time'),
  ('Antarctica/Mawson', 'AQ', 'Mawson', 'Mawson', 'Mawson-tijd', 'Mawson Time'),
  ('Antarctica/McMurdo', 'AQ', 'McMurdo', 'McMurdo', 'Nieuw-Zeelandse tijd', 'New Zealand Time'),
  ('Antarctica/Palmer', 'AQ', 'Palmer', 'Palmer', 'Tijd in Palmer', 'Palmer Land Time'),
  ('Antarctica/Rothera', 'AQ', 'Rothera', 'Rothera', 'Rothera-tijd', 'Rothera Time'),
  ('Antarctica/Syowa', 'AQ', 'Showa', 'Syowa', 'Syowa-tijd', 'Syowa Time'),
  ('Antarctica/Troll', 'AQ', 'Troll', 'Troll', 'Tijd in Troll', 'Troll Station Time'),
  ('Antarctica/Vostok', 'AQ', 'Vostok', 'Vostok', 'Vostok-tijd', 'Vostok Time'),
  ('Arctic/Longyearbyen', 'SJ', 'Longyearbyen', 'Longyearbyen', 'Midden-Europese tijd', 'Central European Time'),
  ('Asia/Aden', 'YE', 'Aden', 'Aden', 'Arabische standaardtijd', 'Arabian Standard Time'),
  ('Asia/Almaty', 'KZ', 'Alma-Ata', 'Almaty', 'Kazachse tijd', 'Kazakhstan Time'),
  ('Asia/Amman', 'JO', 'Amman', 'Amman', 'Tijd in Jordanië', 'Jordan Time'),
  ('Asia/Anadyr', 'RU', 'Anadyr', 'Anadyr', 'Petropavlovsk-Kamtsjatski-standaardtijd', 'Kamchatka Standard Time'),
  ('Asia/Aqtau', 'KZ', 'Aqtau', 'Aqtau', 'Kazachse tijd', 'Kazakhstan Time'),
  ('Asia/Aqtobe', 'KZ', 'Aqtöbe', 'Aqtobe', 'Kazachse tijd', 'Kazakhstan Time'),
  ('Asia/Ashgabat', 'TM', 'Asjchabad', 'Ashgabat', 'Turkmeense standaardtijd', 'Turkmenistan Standard Time'),
  ('Asia/Atyrau', 'KZ', 'Atıraw', 'Atyrau', 'Kazachse tijd', 'Kazakhstan Time'),
  ('Asia/Baghdad', 'IQ', 'Bagdad', 'Baghdad', 'Arabische standaardtijd', 'Arabian Standard Time'),
  ('Asia/Bahrain', 'BH', 'Bahrain', 'Bahrain', 'Arabische standaardtijd', 'Arabian Standard Time'),
  ('Asia/Baku', 'AZ', 'Bakoe', 'Baku', 'Azerbeidzjaanse standaardtijd', 'Azerbaijan Standard Time'),
  ('Asia/Bangkok', 'TH', 'Bangkok', 'Bangkok', 'Indochinese tijd', 'Indochina Time'),
  ('Asia/Barnaul', 'RU', 'Barnaul', 'Barnaul', 'Krasnojarsk-standaardtijd', 'Krasnoyarsk Standard Time'),
  ('Asia/Beirut', 'LB', 'Beiroet', 'Beirut', 'Oost-Europese tijd', 'Eastern European Time'),
  ('Asia/Bishkek', 'KG', 'Bisjkek', 'Bishkek', 'Kirgizische tijd', 'Kyrgyzstan Time'),
  ('Asia/Brunei', 'BN', 'Brunei', 'Brunei', 'Bruneise tijd', 'Brunei Time'),
  ('Asia/Chita', 'RU', 'Chita', 'Chita', 'Jakoetsk-standaardtijd', 'Yakutsk Standard Time'),
  ('Asia/Colombo', 'LK', 'Colombo', 'Colombo', 'Indiase tijd', 'India Standard Time'),
  ('Asia/Damascus', 'SY', 'Damascus', 'Damascus', 'Tijd in Syrië', 'Syria Time'),
  ('Asia/Dhaka', 'BD', 'Dhaka', 'Dhaka', 'Bengalese standaardtijd', 'Bangladesh Standard Time'),
  ('Asia/Dili', 'TL', 'Dili', 'Dili', 'Oost-Timorese tijd', 'Timor-Leste Time'),
  ('Asia/Dubai', 'AE', 'Dubai', 'Dubai', 'Golf-standaardtijd', 'Gulf Standard Time'),
  ('Asia/Dushanbe', 'TJ', 'Doesjanbe', 'Dushanbe', 'Tadzjiekse tijd', 'Tajikistan Time'),
  ('Asia/Famagusta', 'CY', 'Famagusta', 'Famagusta', 'Oost-Europese tijd', 'Eastern European Time'),
  ('Asia/Gaza', 'PS', 'Gaza', 'Gaza', 'Oost-Europese tijd', 'Eastern European Time'),
  ('Asia/Hebron', 'PS', 'Hebron', 'Hebron', 'Oost-Europese tijd', 'Eastern European Time'),
  ('Asia/Ho_Chi_Minh', 'VN', 'Ho Chi Minhstad', 'Ho Chi Minh City', 'Indochinese tijd', 'Indochina Time'),
  ('Asia/Hong_Kong', 'HK', 'Hongkong', 'Hong Kong', 'Hongkongse standaardtijd', 'Hong Kong Standard Time'),
  ('Asia/Hovd', 'MN', 'Khovd', 'Hovd', 'Hovd-standaardtijd', 'Khovd Standard Time'),
  ('Asia/Irkutsk', 'RU', 'Irkoetsk', 'Irkutsk', 'Irkoetsk-standaardtijd', 'Irkutsk Standard Time'),
  ('Asia/Jakarta', 'ID', 'Jakarta', 'Jakarta', 'West-Indonesische tijd', 'Western Indonesia Time'),
  ('Asia/Jayapura', 'ID', 'Jayapura', 'Jayapura', 'Oost-Indonesische tijd', 'Eastern Indonesia Time'),
  ('Asia/Jerusalem', 'IL', 'Jeruzalem', 'Jerusalem', 'Israëlische tijd', 'Israel Time'),
  ('Asia/Kabul', 'AF', 'Kabul', 'Kabul', 'Afghaanse tijd', 'Afghanistan Time'),
  ('Asia/Kamchatka', 'RU', 'Kamtsjatka', 'Kamchatka', 'Petropavlovsk-Kamtsjatski-standaardtijd', 'Kamchatka Standard Time'),
  ('Asia/Karachi', 'PK', 'Karachi', 'Karachi', 'Pakistaanse standaardtijd', 'Pakistan Standard Time'),
  ('Asia/Kathmandu', 'NP', 'Kathmandu', 'Kathmandu', 'Nepalese tijd', 'Nepal Time'),
  ('Asia/Khandyga', 'RU', 'Khandyga', 'Khandyga', 'Jakoetsk-standaardtijd', 'Yakutsk Standard Time'),
  ('Asia/Kolkata', 'IN', 'Calcutta', 'Kolkata', 'Indiase tijd', 'India Standard Time'),
  ('Asia/Krasnoyarsk', 'RU', 'Krasnojarsk', 'Krasnoyarsk', 'Krasnojarsk-standaardtijd', 'Krasnoyarsk Standard Time'),
  ('Asia/Kuala_Lumpur', 'MY', 'Kuala Lumpur', 'Kuala Lumpur', 'Maleisische tijd', 'Malaysia Time'),
  ('Asia/Kuching', 'MY', 'Kuching', 'Kuching', 'Maleisische tijd', 'Malaysia Time'),
  ('Asia/Kuwait', 'KW', 'Koeweit-Stad', 'Kuwait City', 'Arabische standaardtijd', 'Arabian Standard Time'),
  ('Asia/Macau', 'MO', 'Macau', 'Macau', 'Chinese standaardtijd', 'China Standard Time'),
  ('Asia/Magadan', 'RU', 'Magadan', 'Magadan', 'Magadan-standaardtijd', 'Magadan Standard Time'),
  ('Asia/Makassar', 'ID', 'Makassar', 'Makassar', 'Centraal-Indonesische tijd', 'Central Indonesia Time'),
  ('Asia/Manila', 'PH', 'Manila', 'Manila', 'Filipijnse standaardtijd', 'Philippine Standard Time'),
  ('Asia/Muscat', 'OM', 'Muscat', 'Muscat', 'Golf-standaardtijd', 'Gulf Standard Time'),
  ('Asia/Nicosia', 'CY', 'Nicosia', 'Nicosia', 'Oost-Europese tijd', 'Eastern European Time'),
  ('Asia/Novokuznetsk', 'RU', 'Novokuznetsk', 'Novokuznetsk', 'Krasnojarsk-standaardtijd', 'Krasnoyarsk Standard Time'),
  ('Asia/Novosibirsk', 'RU', 'Novosibirsk', 'Novosibirsk', 'Krasnojarsk-standaardtijd', 'Krasnoyarsk Standard Time'),
  ('Asia/Omsk', 'RU', 'Omsk', 'Omsk', 'Omsk-standaardtijd', 'Omsk Standard Time'),
  ('Asia/Oral', 'KZ', 'Oral', 'Oral', 'Kazachse tijd', 'Kazakhstan Time'),
  ('Asia/Phnom_Penh', 'KH', 'Phnom Penh', 'Phnom Penh', 'Indochinese tijd', 'Indochina Time'),
  ('Asia/Pontianak', 'ID', 'Pontianak', 'Pontianak', 'West-Indonesische tijd', 'Western Indonesia Time'),
  ('Asia/Pyongyang', 'KP', 'Pyongyang', 'Pyongyang', 'Koreaanse standaardtijd', 'Korean Standard Time'),
  ('Asia/Qatar', 'QA', 'Qatar', 'Qatar', 'Arabische standaardtijd', 'Arabian Standard Time'),
  ('Asia/Qostanay', 'KZ', 'Qostanay', 'Qostanay', 'Kazachse tijd', 'Kazakhstan Time'),
  ('Asia/Qyzylorda', 'KZ', 'Qyzylorda', 'Qyzylorda', 'Kazachse tijd', 'Kazakhstan Time'),
  ('Asia/Riyadh', 'SA', 'Riyad', 'Riyadh', 'Arabische standaardtijd', 'Arabian Standard Time'),
  ('Asia/Sakhalin', 'RU', 'Sachalin', 'Sakhalin', 'Magadan-standaardtijd', 'Magadan Standard Time'),
  ('Asia/Samarkand', 'UZ', 'Samarkand', 'Samarkand', 'Oezbeekse standaardtijd', 'Uzbekistan Standard Time'),
  ('Asia/Seoul', 'KR', 'Seoel', 'Seoul', 'Koreaanse standaardtijd', 'Korean Standard Time'),
  ('Asia/Shanghai', 'CN', 'Shanghai', 'Shanghai', 'Chinese standaardtijd', 'China Standard Time'),
  ('Asia/Singapore', 'SG', 'Singapore', 'Singapore', 'Singaporese standaardtijd', 'Singapore Standard Time'),
  ('Asia/Srednekolymsk', 'RU', 'Srednekolymsk', 'Srednekolymsk', 'Magadan-standaardtijd', 'Magadan Standard Time'),
  ('Asia/Taipei', 'TW', 'Taipei', 'Taipei', 'Taipei-standaardtijd', 'Taiwan Standard Time'),
  ('Asia/Tashkent', 'UZ', 'Tasjkent', 'Tashkent', 'Oezbeekse standaardtijd', 'Uzbekistan Standard Time'),
  ('Asia/Tbilisi', 'GE', 'Tbilisi', 'Tbilisi', 'Georgische standaardtijd', 'Georgia Standard Time'),
  ('Asia/Tehran', 'IR', 'Teheran', 'Tehran', 'Iraanse standaardtijd', 'Iran Standard Time'),
  ('Asia/Thimphu', 'BT', 'Thimphu', 'Thimphu', 'Bhutaanse tijd', 'Bhutan Time'),
  ('Asia/Tokyo', 'JP', 'Tokio', 'Tokyo', 'Japanse standaardtijd', 'Japan Standard Time'),
  ('Asia/Tomsk', 'RU', 'Tomsk', 'Tomsk', 'Krasnojarsk-standaardtijd', 'Krasnoyarsk Standard Time'),
  ('Asia/Ulaanbaatar', 'MN', 'Ulaanbaatar', 'Ulaanbaatar', 'Ulaanbaatar-standaardtijd', 'Ulaanbaatar Standard Time'),
  ('Asia/Urumqi', 'CN', 'Ürümqi', 'Ürümqi', 'Tijd in Ürümqi', 'Ürümqi Time'),
  ('Asia/Ust-Nera', 'RU', 'Ust-Nera', 'Ust-Nera', 'Vladivostok-standaardtijd', 'Vladivostok Standard Time'),
  ('Asia/Vientiane', 'LA', 'Vientiane', 'Vientiane', 'Indochinese tijd', 'Indochina Time'),
  ('Asia/Vladivostok', 'RU', 'Vladivostok', 'Vladivostok', 'Vladivostok-standaardtijd', 'Vladivostok Standard Time'),
  ('Asia/Yakutsk', 'RU', 'Jakoetsk', 'Yakutsk', 'Jakoetsk-standaardtijd', 'Yakutsk Standard Time'),
  ('Asia/Yangon', 'MM', 'Yangon', 'Yangon', 'Myanmarese tijd', 'Myanmar Time'),
  ('Asia/Yekaterinburg', 'RU', 'Jekaterinenburg', 'Yekaterinburg', 'Jekaterinenburg-standaardtijd', 'Yekaterinburg Standard Time'),
  ('Asia/Yerevan', 'AM', 'Jerevan', 'Yerevan', 'Armeense standaardtijd', 'Armenia Standard Time'),
  ('Atlantic/Azores', 'PT', 'Azoren', 'Azores', 'Azoren-tijd', 'Azores Time'),
  ('Atlantic/Bermuda', 'BM', 'Bermuda', 'Bermuda', 'Atlantic-tijd', 'Atlantic Time'),
  ('Atlantic/Canary', 'ES', 'Canarische Eilanden', 'Canary Islands', 'West-Europese tijd', 'Western European Time'),
  ('Atlantic/Cape_Verde', 'CV', 'Kaapverdië', 'Cape Verde', 'Kaapverdische standaardtijd', 'Cape Verde Standard Time'),
  ('Atlantic/Faroe', 'FO', 'Faeröer', 'Faroe Islands', 'West-Europese tijd', 'Western European Time'),
  ('Atlantic/Madeira', 'PT', 'Madeira', 'Madeira', 'West-Europese tijd', 'Western European Time'),
  ('Atlantic/Reykjavik', 'IS', 'Reykjavik', 'Reykjavik', 'Greenwich Mean Time', 'Greenwich Mean Time'),
  ('Atlantic/South_Georgia', 'GS', 'Zuid-Georgia', 'South Georgia', 'Zuid-Georgische tijd', 'South Georgia Time'),
  ('Atlantic/St_Helena', 'SH', 'Sint-Helena', 'Saint Helena', 'Greenwich Mean Time', 'Greenwich Mean Time'),
  ('Atlantic/Stanley', 'FK', 'Stanley', 'Stanley', 'Falklandeilandse standaardtijd', 'Falkland Islands Standard Time'),
  ('Australia/Adelaide', 'AU', 'Adelaide', 'Adelaide', 'Midden-Australische tijd', 'Australian Central Time'),
  ('Australia/Brisbane', 'AU', 'Brisbane', 'Brisbane', 'Oost-Australische standaardtijd', 'Australian Eastern Standard Time'),
  ('Australia/Broken_Hill', 'AU', 'Broken Hill', 'Broken Hill', 'Midden-Australische tijd', 'Australian Central Time'),
  ('Australia/Darwin', 'AU', 'Darwin', 'Darwin', 'Midden-Australische standaardtijd', 'Australian Central Standard Time'),
  ('Australia/Eucla', 'AU', 'Eucla', 'Eucla', 'Midden-Australische westelijke standaardtijd', 'Australian Central Western Standard Time'),
  ('Australia/Hobart', 'AU', 'Hobart', 'Hobart', 'Oost-Australische tijd', 'Australian Eastern Time'),
  ('Australia/Lindeman', 'AU', 'Lindeman', 'Lindeman', 'Oost-Australische standaardtijd', 'Australian Eastern Standard Time'),
  ('Australia/Lord_Howe', 'AU', 'Lord Howe', 'Lord Howe', 'Lord Howe-eilandse tijd', 'Lord Howe Time'),
  ('Australia/Melbourne', 'AU', 'Melbourne', 'Melbourne', 'Oost-Australische tijd', 'Australian Eastern Time'),
  ('Australia/Perth', 'AU', 'Perth', 'Perth', 'West-Australische standaardtijd', 'Australian Western Standard Time'),
  ('Australia/Sydney', 'AU', 'Sydney', 'Sydney', 'Oost-Australische tijd', 'Australian Eastern Time'),
  ('Europe/Amsterdam', 'NL', 'Amsterdam', 'Amsterdam', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/Andorra', 'AD', 'Andorra', 'Andorra', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/Astrakhan', 'RU', 'Astrakhan', 'Astrakhan', 'Samara-standaardtijd', 'Samara Standard Time'),
  ('Europe/Athens', 'GR', 'Athene', 'Athens', 'Oost-Europese tijd', 'Eastern European Time'),
  ('Europe/Belgrade', 'RS', 'Belgrado', 'Belgrade', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/Berlin', 'DE', 'Berlijn', 'Berlin', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/Bratislava', 'SK', 'Bratislava', 'Bratislava', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/Brussels', 'BE', 'Brussel', 'Brussels', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/Bucharest', 'RO', 'Boekarest', 'Bucharest', 'Oost-Europese tijd', 'Eastern European Time'),
  ('Europe/Budapest', 'HU', 'Boedapest', 'Budapest', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/Busingen', 'DE', 'Busingen', 'Busingen', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/Chisinau', 'MD', 'Chisinau', 'Chisinau', 'Oost-Europese tijd', 'Eastern European Time'),
  ('Europe/Copenhagen', 'DK', 'Kopenhagen', 'Copenhagen', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/Dublin', 'IE', 'Dublin', 'Dublin', 'Tijd in Ierland', 'Ireland Time'),
  ('Europe/Gibraltar', 'GI', 'Gibraltar', 'Gibraltar', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/Guernsey', 'GG', 'Guernsey', 'Guernsey', 'Tijd in Guernsey', 'Guernsey Time'),
  ('Europe/Helsinki', 'FI', 'Helsinki', 'Helsinki', 'Oost-Europese tijd', 'Eastern European Time'),
  ('Europe/Isle_of_Man', 'IM', 'Man (eiland)', 'Isle of Man', 'Tijd in Isle of Man', 'Isle of Man Time'),
  ('Europe/Istanbul', 'TR', 'Istanbul', 'Istanbul', 'Turkse standaardtijd', 'Türkiye Standard Time'),
  ('Europe/Jersey', 'JE', 'Jersey', 'Jersey', 'Tijd in Jersey', 'Jersey Time'),
  ('Europe/Kaliningrad', 'RU', 'Kaliningrad', 'Kaliningrad', 'Oost-Europese standaardtijd', 'Eastern European Standard Time'),
  ('Europe/Kirov', 'RU', 'Kirov', 'Kirov', 'Moskou-standaardtijd', 'Moscow Standard Time'),
  ('Europe/Kyiv', 'UA', 'Kyiv', 'Kyiv', 'Oost-Europese tijd', 'Eastern European Time'),
  ('Europe/Lisbon', 'PT', 'Lissabon', 'Lisbon', 'West-Europese tijd', 'Western European Time'),
  ('Europe/Ljubljana', 'SI', 'Ljubljana', 'Ljubljana', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/London', 'GB', 'Londen', 'London', 'Tijd in Verenigd Koninkrijk', 'United Kingdom Time'),
  ('Europe/Luxembourg', 'LU', 'Luxemburg', 'Luxembourg', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/Madrid', 'ES', 'Madrid', 'Madrid', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/Malta', 'MT', 'Malta', 'Malta', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/Mariehamn', 'AX', 'Mariehamn', 'Mariehamn', 'Oost-Europese tijd', 'Eastern European Time'),
  ('Europe/Minsk', 'BY', 'Minsk', 'Minsk', 'Moskou-standaardtijd', 'Moscow Standard Time'),
  ('Europe/Monaco', 'MC', 'Monaco', 'Monaco', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/Moscow', 'RU', 'Moskou', 'Moscow', 'Moskou-standaardtijd', 'Moscow Standard Time'),
  ('Europe/Oslo', 'NO', 'Oslo', 'Oslo', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/Paris', 'FR', 'Parijs', 'Paris', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/Podgorica', 'ME', 'Podgorica', 'Podgorica', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/Prague', 'CZ', 'Praag', 'Prague', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/Riga', 'LV', 'Riga', 'Riga', 'Oost-Europese tijd', 'Eastern European Time'),
  ('Europe/Rome', 'IT', 'Rome', 'Rome', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/Samara', 'RU', 'Samara', 'Samara', 'Samara-standaardtijd', 'Samara Standard Time'),
  ('Europe/San_Marino', 'SM', 'San Marino', 'San Marino', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/Sarajevo', 'BA', 'Sarajevo', 'Sarajevo', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/Saratov', 'RU', 'Saratov', 'Saratov', 'Samara-standaardtijd', 'Samara Standard Time'),
  ('Europe/Simferopol', 'UA', 'Simferopol', 'Simferopol', 'Moskou-standaardtijd', 'Moscow Standard Time'),
  ('Europe/Skopje', 'MK', 'Skopje', 'Skopje', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/Sofia', 'BG', 'Sofia', 'Sofia', 'Oost-Europese tijd', 'Eastern European Time'),
  ('Europe/Stockholm', 'SE', 'Stockholm', 'Stockholm', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/Tallinn', 'EE', 'Tallinn', 'Tallinn', 'Oost-Europese tijd', 'Eastern European Time'),
  ('Europe/Tirane', 'AL', 'Tirana', 'Tirana', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/Ulyanovsk', 'RU', 'Ulyanovsk', 'Ulyanovsk', 'Samara-standaardtijd', 'Samara Standard Time'),
  ('Europe/Vaduz', 'LI', 'Vaduz', 'Vaduz', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/Vatican', 'VA', 'Vaticaanstad', 'Vatican City', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/Vienna', 'AT', 'Wenen', 'Vienna', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/Vilnius', 'LT', 'Vilnius', 'Vilnius', 'Oost-Europese tijd', 'Eastern European Time'),
  ('Europe/Volgograd', 'RU', 'Wolgograd', 'Volgograd', 'Moskou-standaardtijd', 'Moscow Standard Time'),
  ('Europe/Warsaw', 'PL', 'Warschau', 'Warsaw', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/Zagreb', 'HR', 'Zagreb', 'Zagreb', 'Midden-Europese tijd', 'Central European Time'),
  ('Europe/Zurich', 'CH', 'Zürich', 'Zürich', 'Midden-Europese tijd', 'Central European Time'),
  ('Indian/Antananarivo', 'MG', 'Antananarivo', 'Antananarivo', 'Oost-Afrikaanse tijd', 'East Africa Time'),
  ('Indian/Chagos', 'IO', 'Chagosarchipel', 'Chagos Archipelago', 'Indische Oceaan-tijd', 'Indian Ocean Time'),
  ('Indian/Christmas', 'CX', 'Christmaseiland', 'Christmas Island', 'Christmaseilandse tijd', 'Christmas Island Time'),
  ('Indian/Cocos', 'CC', 'Cocoseilanden', 'Cocos Islands', 'Cocoseilandse tijd', 'Cocos Islands Time'),
  ('Indian/Comoro', 'KM', 'Comoren', 'Comoros', 'Oost-Afrikaanse tijd', 'East Africa Time'),
  ('Indian/Kerguelen', 'TF', 'Kerguelen', 'Kerguelen', 'Franse zuidelijke en Antarctische tijd', 'French Southern & Antarctic Time'),
  ('Indian/Mahe', 'SC', 'Mahé', 'Mahé', 'Seychelse tijd', 'Seychelles Time'),
  ('Indian/Maldives', 'MV', 'Malediven', 'Maldives', 'Maldivische tijd', 'Maldives Time'),
  ('Indian/Mauritius', 'MU', 'Mauritius', 'Mauritius', 'Mauritiaanse standaardtijd', 'Mauritius Standard Time'),
  ('Indian/Mayotte', 'YT', 'Mayotte', 'Mayotte', 'Oost-Afrikaanse tijd', 'East Africa Time'),
  ('Indian/Reunion', 'RE', 'Réunion', 'Réunion', 'Réunionse tijd', 'Réunion Time'),
  ('Pacific/Apia', 'WS', 'Apia', 'Apia', 'Apia-standaardtijd', 'Samoa Standard Time'),
  ('Pacific/Auckland', 'NZ', 'Auckland', 'Auckland', 'Nieuw-Zeelandse tijd', 'New Zealand Time'),
  ('Pacific/Bougainville', 'PG', 'Bougainville', 'Bougainville', 'Tijd in Bougainville', 'Bougainville Time'),
  ('Pacific/Chatham', 'NZ', 'Chathameilanden', 'Chatham Islands', 'Chatham-tijd', 'Chatham Time'),
  ('Pacific/Chuuk', 'FM', 'Chuuk', 'Chuuk', 'Chuukse tijd', 'Chuuk Time'),
  ('Pacific/Easter', 'CL', 'Paaseiland', 'Easter Island', 'Paaseilandse tijd', 'Easter Island Time'),
  ('Pacific/Efate', 'VU', 'Efate', 'Efate', 'Vanuatuaanse standaardtijd', 'Vanuatu Standard Time'),
  ('Pacific/Fakaofo', 'TK', 'Fakaofo', 'Fakaofo', 'Tokelau-eilandse tijd', 'Tokelau Time'),
  ('Pacific/Fiji', 'FJ', 'Fiji', 'Fiji', 'Fijische standaardtijd', 'Fiji Standard Time'),
  ('Pacific/Funafuti', 'TV', 'Funafuti', 'Funafuti', 'Tuvaluaanse tijd', 'Tuvalu Time'),
  ('Pacific/Galapagos', 'EC', 'Galapagoseilanden', 'Galápagos Islands', 'Galapagoseilandse tijd', 'Galapagos Time'),
  ('Pacific/Gambier', 'PF', 'Gambiereilanden', 'Gambier Islands', 'Gambiereilandse tijd', 'Gambier Time'),
  ('Pacific/Guadalcanal', 'SB', 'Guadalcanal', 'Guadalcanal', 'Salomonseilandse tijd', 'Solomon Islands Time'),
  ('Pacific/Guam', 'GU', 'Guam', 'Guam', 'Chamorro-tijd', 'Chamorro Standard Time'),
  ('Pacific/Honolulu', 'US', 'Honolulu', 'Honolulu', 'Hawaii-Aleoetische standaardtijd', 'Hawaii-Aleutian Standard Time'),
  ('Pacific/Kanton', 'KI', 'Kanton', 'Kanton', 'Phoenixeilandse tijd', 'Phoenix Islands Time'),
  ('Pacific/Kiritimati', 'KI', 'Kiritimati', 'Kiritimati', 'Line-eilandse tijd', 'Line Islands Time'),
  ('Pacific/Kosrae', 'FM', 'Kosrae', 'Kosrae', 'Kosraese tijd', 'Kosrae Time'),
  ('Pacific/Kwajalein', 'MH', 'Kwajalein', 'Kwajalein', 'Marshalleilandse tijd', 'Marshall Islands Time'),
  ('Pacific/Majuro', 'MH', 'Majuro', 'Majuro', 'Marshalleilandse tijd', 'Marshall Islands Time'),
  ('Pacific/Marquesas', 'PF', 'Marquesaseilanden', 'Marquesas Islands', 'Marquesaseilandse tijd', 'Marquesas Time'),
  ('Pacific/Midway', 'UM', 'Midway', 'Midway', 'Samoaanse standaardtijd', 'American Samoa Standard Time'),
  ('Pacific/Nauru', 'NR', 'Nauru', 'Nauru', 'Nauruaanse tijd', 'Nauru Time'),
  ('Pacific/Niue', 'NU', 'Niue', 'Niue', 'Niuese tijd', 'Niue Time'),
  ('Pacific/Norfolk', 'NF', 'Norfolk (eiland)', 'Norfolk Island', 'Norfolkeilandse tijd', 'Norfolk Island Time'),
  ('Pacific/Noumea', 'NC', 'Nouméa', 'Nouméa', 'Nieuw-Caledonische standaardtijd', 'New Caledonia Standard Time'),
  ('Pacific/Pago_Pago', 'AS', 'Pago Pago', 'Pago Pago', 'Samoaanse standaardtijd', 'American Samoa Standard Time'),
  ('Pacific/Palau', 'PW', 'Palau', 'Palau', 'Belause tijd', 'Palau Time'),
  ('Pacific/Pitcairn', 'PN', 'Pitcairn', 'Pitcairn', 'Pitcairneilandse tijd', 'Pitcairn Time'),
  ('Pacific/Pohnpei', 'FM', 'Pohnpei', 'Pohnpei', 'Pohnpei-tijd', 'Pohnpei Time'),
  ('Pacific/Port_Moresby', 'PG', 'Port Moresby', 'Port Moresby', 'Papoea-Nieuw-Guineese tijd', 'Papua New Guinea Time'),
  ('Pacific/Rarotonga', 'CK', 'Rarotonga', 'Rarotonga', 'Cookeilandse standaardtijd', 'Cook Islands Standard Time'),
  ('Pacific/Saipan', 'MP', 'Saipan', 'Saipan', 'Chamorro-tijd', 'Chamorro Standard Time'),
  ('Pacific/Tahiti', 'PF', 'Tahiti', 'Tahiti', 'Tahitiaanse tijd', 'Tahiti Time'),
  ('Pacific/Tarawa', 'KI', 'Tarawa', 'Tarawa', 'Gilberteilandse tijd', 'Gilbert Islands Time'),
  ('Pacific/Tongatapu', 'TO', 'Tongatapu', 'Tongatapu', 'Tongaanse standaardtijd', 'Tonga Standard Time'),
  ('Pacific/Wake', 'UM', 'Wake (eiland)', 'Wake Island', 'Wake-eilandse tijd', 'Wake Island Time'),
  ('Pacific/Wallis', 'WF', 'Wallis', 'Wallis', 'Wallis en Futunase tijd', 'Wallis & Futuna Time'),
  ('UTC', null::text, 'UTC', 'UTC', 'Gecoördineerde wereldtijd', 'Coordinated Universal Time')
) as z (code, country_code, city_nl, city_en, name_nl, name_en);

select sync.register_table('public.time_zones', scope => null, direction => 'down', priority => 20);


-- Feature flags: what is switched on. A flag that is on reaches the part of all people that its rollout says. Who is
-- in that part follows from the flag and the person alone: it is the same on every device and day, raising the
-- rollout only adds people, and each flag begins with others. An override decides for one person, whatever the flag.

create table public.feature_flags (
  id uuid not null default gen_random_uuid(),
  code public.slug not null,
  name public.translations not null,
  description public.translations not null,
  is_enabled boolean not null default false,
  rollout_percent public.score not null default 0,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint feature_flags_pkey primary key (id),
  constraint feature_flags_code_key unique (code)
);

comment on table public.feature_flags is 'Catalogue: what can be switched on and off without a release. What holds for a person, my_feature_flags() says.';
comment on column public.feature_flags.is_enabled is 'The main switch: off is off for everyone without an override.';
comment on column public.feature_flags.rollout_percent is 'How many of a hundred people it reaches while it is enabled: those whose private.flag_bucket is below it.';

create trigger _100_touch before insert or update on public.feature_flags
  for each row execute function private.touch();

alter table public.feature_flags enable row level security;

create policy feature_flags_select_everyone on public.feature_flags for select to authenticated
  using (true);
-- No insert, update or delete: set_feature_flag changes them; flags come and go with migrations.

grant select on public.feature_flags to authenticated, service_role;

insert into public.feature_flags (id, code, name, description, is_enabled, rollout_percent)
select private.catalogue_id('feature_flags', f.code), f.code,
  jsonb_build_object('nl', f.name_nl, 'en', f.name_en),
  jsonb_build_object('nl', f.description_nl, 'en', f.description_en),
  f.is_enabled, f.rollout_percent
from (values
  ('ai-coach', true, 100, 'AI-coach', 'AI coach',
    'Gesprekken met de coach en voorstellen voor acties.', 'Talks with the coach, and actions it proposes.'),
  ('learning-sessions', true, 100, 'Leersessies', 'Learning sessions',
    'Leren met gespreide herhaling.', 'Learning with spaced repetition.'),
  ('emotional-analytics', true, 100, 'Emotieoverzicht', 'Emotional dashboard',
    'Overzichten van stemmingen, voor wie daar toestemming voor gaf.', 'Overviews of moods, for who consented to them.'),
  ('organizations', true, 100, 'Organisaties', 'Organisations',
    'Teams en gedeelde visies.', 'Teams and shared visions.'),
  ('custom-fields', true, 100, 'Eigen velden', 'Custom fields',
    'Zelf velden toevoegen aan dagboek, taken en visies.', 'Adding fields of one''s own to journal, tasks and visions.'),
  ('type-prefetch', true, 100, 'Inhoud vooraf laden', 'Prefetch content',
    'Inhoud die bij het type past alvast op het apparaat zetten.', 'Putting content that suits the type on the device ahead of time.'),
  ('calendar-integration', false, 0, 'Agendakoppeling', 'Calendar integration',
    'Acties en gewoonten in de eigen agenda.', 'Actions and habits in the person''s own calendar.'),
  ('voice-journal', false, 0, 'Gesproken dagboek', 'Voice journal',
    'Dagboekstukken inspreken.', 'Journal entries by voice.')
) as f (code, is_enabled, rollout_percent, name_nl, name_en, description_nl, description_en);

select sync.register_table('public.feature_flags', scope => null, direction => 'down', priority => 85);


-- Feature flag overrides: decisions for one person. Server only: who is asked to try something is nobody else's
-- business, and what it comes to, my_feature_flags() tells.

create table public.feature_flag_overrides (
  flag_id uuid not null,
  user_id uuid not null,
  is_on boolean not null,
  reason public.short_text not null,
  expires_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint feature_flag_overrides_pkey primary key (flag_id, user_id),
  constraint feature_flag_overrides_flag_id_fkey foreign key (flag_id) references public.feature_flags (id) on delete cascade,
  constraint feature_flag_overrides_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade
);

comment on table public.feature_flag_overrides is 'Whether one person has a feature, whatever its flag says. Server only.';
comment on column public.feature_flag_overrides.reason is 'Why, for whoever reads it a year later.';
comment on column public.feature_flag_overrides.expires_at is 'When it ceases to count; null: when it is removed.';

create index feature_flag_overrides_user_id_idx on public.feature_flag_overrides (user_id);

comment on index public.feature_flag_overrides_user_id_idx is 'Serves the flags of a person.';

create trigger _100_touch before insert or update on public.feature_flag_overrides
  for each row execute function private.touch();

-- No policies: nobody reaches it through the API.
alter table public.feature_flag_overrides enable row level security;
grant select on public.feature_flag_overrides to service_role;


-- private.flag_bucket: where in the line of 0 to 99 a person stands for a flag: 28 bits of an MD5, so that any client
-- can compute the same. Stable for ever: a changed formula would give and take features.
create function private.flag_bucket(flag text, person uuid)
returns integer
language sql
immutable
parallel safe
set search_path = ''
as $$
  select ('x' || left(md5(flag || ':' || person::text), 7))::bit(28)::integer % 100;
$$;

comment on function private.flag_bucket(text, uuid) is
  'The first 7 hexadecimal digits of md5(flag:person) modulo 100: a flag reaches whoever is below its rollout.';

-- private.flags_of: every flag as it stands for a person, and why: override, off or rollout.
create function private.flags_of(person uuid, at timestamptz default now())
returns table (code text, is_on boolean, source text)
language sql
stable
rows 20
set search_path = ''
as $$
  select f.code::text,
    coalesce(o.is_on, f.is_enabled and private.flag_bucket(f.code, person) < f.rollout_percent),
    case when o.is_on is not null then 'override' when f.is_enabled then 'rollout' else 'off' end
  from public.feature_flags as f
  left join public.feature_flag_overrides as o
    on o.flag_id = f.id and o.user_id = person and (o.expires_at is null or o.expires_at > at)
  order by f.code;
$$;

-- my_feature_flags: the caller's flags. Raises what private.require_person() raises.
-- Definer: overrides are closed. Gives the caller's own only.
create function private.my_feature_flags()
returns table (code text, is_on boolean, source text)
language sql
stable
security definer
rows 20
set search_path = ''
as $$
  select f.* from private.flags_of(private.require_person()) as f;
$$;

create function public.my_feature_flags()
returns table (code text, is_on boolean, source text)
language sql
stable
security invoker
rows 20
set search_path = ''
as $$
  select * from private.my_feature_flags();
$$;

comment on function public.my_feature_flags() is
  'Which features the caller has: each flag, whether it is on, and why (override, rollout, or off). Keep the answer for when there is no network.';

grant execute on function private.my_feature_flags(), public.my_feature_flags() to authenticated;


-- private.flag_id: the id of a flag. Raises feature_flag_unknown (PT404).
create function private.flag_id(flag text)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
  found_id constant uuid := (select f.id from public.feature_flags as f where f.code = flag);
begin
  if found_id is null then
    raise exception using errcode = 'PT404', message = 'feature_flag_unknown',
      detail = format('flag: there is no feature flag %L.', left(flag, 80)),
      hint = 'Read feature_flags for the codes there are.';
  end if;
  return found_id;
end;
$$;

-- set_feature_flag: switches a flag, or changes how many it reaches; null leaves as it is.
-- Raises permission_denied (PT403), feature_flag_unknown (PT404), rollout_malformed (PT422).
-- Definer: flags are not people's to write. Needs operations.manage.
create function private.set_feature_flag(flag text, is_enabled boolean, rollout_percent integer)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform private.require_permission('operations.manage');
  if rollout_percent not between 0 and 100 then
    raise exception using errcode = 'PT422', message = 'rollout_malformed',
      detail = format('rollout_percent: %s is not between 0 and 100.', rollout_percent),
      hint = 'Send how many of a hundred people the flag should reach, or null to leave it as it is.';
  end if;
  update public.feature_flags as f
  set is_enabled = coalesce(set_feature_flag.is_enabled, f.is_enabled),
    rollout_percent = coalesce(set_feature_flag.rollout_percent, f.rollout_percent)
  where f.id = private.flag_id(flag)
    and (
      f.is_enabled <> coalesce(set_feature_flag.is_enabled, f.is_enabled)
      or f.rollout_percent <> coalesce(set_feature_flag.rollout_percent, f.rollout_percent)
    );
end;
$$;

create function public.set_feature_flag(flag text, is_enabled boolean default null, rollout_percent integer default null)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.set_feature_flag(set_feature_flag.flag, set_feature_flag.is_enabled, set_feature_flag.rollout_percent);
$$;

comment on function public.set_feature_flag(text, boolean, integer) is
  'Switches a feature flag, or changes how many of a hundred people it reaches. Needs operations.manage. Idempotent.';

-- override_feature_flag: gives a person a feature, or keeps it from them; is_on null takes the override back.
-- Raises permission_denied (PT403), feature_flag_unknown, user_not_found (PT404), reason_missing (PT422).
-- Definer: overrides are closed. Needs operations.manage.
create function private.override_feature_flag(flag text, of_user uuid, is_on boolean, reason text, expires_at timestamptz)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform private.require_permission('operations.manage');
  if is_on is null then
    delete from public.feature_flag_overrides as o where o.flag_id = private.flag_id(flag) and o.user_id = of_user;
    return;
  end if;
  if not exists (select from public.users as u where u.id = of_user) then
    raise exception using errcode = 'PT404', message = 'user_not_found',
      detail = format('There is no person with the id %s.', coalesce(of_user::text, 'null')),
      hint = 'Find the person with find_user_by_email.';
  end if;
  if coalesce(btrim(reason), '') = '' or char_length(reason) > 200 then
    raise exception using errcode = 'PT422', message = 'reason_missing',
      detail = 'reason: 1 to 200 characters are wanted.',
      hint = 'Say why this person is an exception.';
  end if;
  insert into public.feature_flag_overrides as o (flag_id, user_id, is_on, reason, expires_at)
  values (private.flag_id(flag), of_user, is_on, btrim(reason), expires_at)
  on conflict (flag_id, user_id) do update
  set is_on = excluded.is_on, reason = excluded.reason, expires_at = excluded.expires_at;
end;
$$;

create function public.override_feature_flag(
  flag text, user_id uuid, is_on boolean, reason text default null, expires_at timestamptz default null
)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.override_feature_flag(
    override_feature_flag.flag, override_feature_flag.user_id, override_feature_flag.is_on, override_feature_flag.reason,
    override_feature_flag.expires_at
  );
$$;

comment on function public.override_feature_flag(text, uuid, boolean, text, timestamptz) is
  'Gives one person a feature, or keeps it from them, whatever its flag says; is_on null takes that back. Needs operations.manage. Idempotent.';

grant execute on function
  private.set_feature_flag(text, boolean, integer), public.set_feature_flag(text, boolean, integer),
  private.override_feature_flag(text, uuid, boolean, text, timestamptz),
  public.override_feature_flag(text, uuid, boolean, text, timestamptz)
to authenticated;


-- Notification kinds: what the app tells people about, and how unless they say otherwise.

create table public.notification_kinds (
  id uuid not null,
  code public.slug not null,
  name public.translations not null,
  description public.translations not null,
  in_app boolean not null,
  push boolean not null,
  email boolean not null,
  is_mandatory boolean not null,
  position smallint not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint notification_kinds_pkey primary key (id),
  constraint notification_kinds_code_key unique (code),
  constraint notification_kinds_mandatory_is_in_app check (in_app or not is_mandatory)
);

comment on table public.notification_kinds is 'Catalogue: what the app tells people about, and by which channels unless they say otherwise.';
comment on column public.notification_kinds.in_app is 'Whether it appears in the app by default.';
comment on column public.notification_kinds.push is 'Whether it is pushed to devices by default.';
comment on column public.notification_kinds.email is 'Whether it is mailed by default.';
comment on column public.notification_kinds.is_mandatory is 'Whether it appears in the app whatever the person prefers: security and payment.';
comment on column public.notification_kinds.position is 'Order of display, from 1.';

create trigger _100_touch before insert or update on public.notification_kinds
  for each row execute function private.touch();

alter table public.notification_kinds enable row level security;

create policy notification_kinds_select_everyone on public.notification_kinds for select to authenticated
  using (true);
-- No insert, update or delete: the catalogue is content, changed by migrations.

grant select on public.notification_kinds to authenticated, service_role;

insert into public.notification_kinds (id, code, in_app, push, email, is_mandatory, position, name, description)
select private.catalogue_id('notification_kinds', k.code), k.code, k.in_app, k.push, k.email, k.is_mandatory,
  row_number() over (),
  jsonb_build_object('nl', k.name_nl, 'en', k.name_en),
  jsonb_build_object('nl', k.description_nl, 'en', k.description_en)
from (values
  ('general', true, true, false, false, 'Algemeen', 'General',
    'Wat geen eigen instelling heeft; ook de stille uren voor alles samen.', 'What has no setting of its own; also the quiet hours for everything.'),
  ('reminder', true, true, false, false, 'Herinneringen', 'Reminders',
    'Acties, gewoonten en oefeningen waar het tijd voor is.', 'Actions, habits and exercises whose time has come.'),
  ('achievement', true, true, false, false, 'Prestaties', 'Achievements',
    'Wat je hebt bereikt.', 'What you have achieved.'),
  ('coaching', true, true, false, false, 'Coach', 'Coach',
    'Antwoorden en voorstellen van de coach.', 'Replies and proposals of the coach.'),
  ('insight', true, false, false, false, 'Inzichten', 'Insights',
    'Wat opvalt in je voortgang en je stemmingen.', 'What stands out in your progress and moods.'),
  ('learning', true, true, false, false, 'Leren', 'Learning',
    'Herhalingen die klaarstaan.', 'Reviews that are due.'),
  ('team', true, true, true, false, 'Team', 'Team',
    'Uitnodigingen, mededelingen en gedeelde visies.', 'Invitations, announcements and shared visions.'),
  ('sync', true, false, false, false, 'Synchronisatie', 'Sync',
    'Wat op twee apparaten is gewijzigd en een keuze vraagt.', 'What was changed on two devices and asks for a choice.'),
  ('privacy', true, true, true, true, 'Privacy', 'Privacy',
    'Je gegevens: export klaar, verwijdering gepland.', 'Your data: export ready, erasure planned.'),
  ('security', true, true, true, true, 'Beveiliging', 'Security',
    'Nieuwe apparaten en wijzigingen van je account.', 'New devices and changes of your account.'),
  ('billing', true, false, true, true, 'Betaling', 'Billing',
    'Abonnement, facturen en betalingen.', 'Subscription, invoices and payments.')
) as k (code, in_app, push, email, is_mandatory, name_nl, name_en, description_nl, description_en);

select sync.register_table('public.notification_kinds', scope => null, direction => 'down', priority => 40);


-- Notification preferences: how a person wants to be told, for a kind. Two devices that both set one offline make two
-- rows; of several for a kind, the one edited last counts. A client that makes its id from the kind's never has two.

create table public.notification_preferences (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  kind_code public.slug not null,
  in_app boolean not null default true,
  push boolean not null default true,
  email boolean not null default false,
  quiet_from time,
  quiet_until time,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint notification_preferences_pkey primary key (user_id, id),
  constraint notification_preferences_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint notification_preferences_kind_code_fkey foreign key (kind_code)
    references public.notification_kinds (code) on delete cascade
);

comment on table public.notification_preferences is
  'How a person wants to be told, for one kind. A kind without a row follows its defaults; of several, the one edited last counts.';
comment on column public.notification_preferences.kind_code is
  'The kind it is for; general: the quiet hours of every kind that has none of its own.';
comment on column public.notification_preferences.push is 'Pushed to devices, unless user_preferences.push_notifications is off.';
comment on column public.notification_preferences.email is 'Mailed, unless user_preferences.email_notifications is off.';
comment on column public.notification_preferences.quiet_from is
  'When quiet hours begin, by the person''s clock; they may last past midnight. Without both there are none.';
comment on column public.notification_preferences.quiet_until is 'When quiet hours end, by the person''s clock.';

create index notification_preferences_user_id_kind_code_idx on public.notification_preferences (user_id, kind_code, updated_at desc);
create index notification_preferences_kind_code_idx on public.notification_preferences (kind_code);

comment on index public.notification_preferences_user_id_kind_code_idx is 'Serves a person''s preference for a kind: send_notification.';
comment on index public.notification_preferences_kind_code_idx is 'Serves its foreign key.';

create trigger _100_touch before insert or update on public.notification_preferences
  for each row execute function private.touch();

alter table public.notification_preferences enable row level security;

create policy notification_preferences_select_own on public.notification_preferences for select to authenticated
  using (user_id = (select auth.uid()));
create policy notification_preferences_insert_own on public.notification_preferences for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy notification_preferences_update_own on public.notification_preferences for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy notification_preferences_delete_own on public.notification_preferences for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.notification_preferences to authenticated;
grant insert (user_id, id, kind_code, in_app, push, email, quiet_from, quiet_until, created_at, updated_at)
  on public.notification_preferences to authenticated;
grant update (kind_code, in_app, push, email, quiet_from, quiet_until, created_at, updated_at)
  on public.notification_preferences to authenticated;
grant select on public.notification_preferences to service_role;

select sync.register_table('public.notification_preferences', priority => 85);


-- Notifications: what the app tells a person. The server makes most of them; a device may make its own, such as a
-- reminder that was set offline.
--
-- Who is told what, by which channels and when, is decided here. Nothing here pushes or mails: that needs an account with
-- a provider, which each deployment has its own of. Its worker, with the secret key, reads what has push or email among its
-- channels and no delivered_at once deliver_at has come and before expires_at, sends it, and sets delivered_at.

create table public.notifications (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  kind_code public.slug not null,
  title public.short_text not null,
  body public.long_text,
  action_path text,
  importance text not null default 'normal',
  channels text[] not null default '{in_app}',
  deliver_at timestamptz(3) not null default now(),
  delivered_at timestamptz(3),
  read_at timestamptz(3),
  dismissed_at timestamptz(3),
  expires_at timestamptz(3),
  dedupe_key text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint notifications_pkey primary key (user_id, id),
  constraint notifications_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint notifications_kind_code_fkey foreign key (kind_code)
    references public.notification_kinds (code) on delete restrict,
  constraint notifications_user_id_dedupe_key_key unique (user_id, dedupe_key),
  constraint notifications_action_path_is_in_app check (
    char_length(action_path) <= 500 and action_path ~ '^/([^/[:space:]\\][^[:space:]\\]*)?$'
  ),
  constraint notifications_importance_is_known check (importance in ('low', 'normal', 'high')),
  constraint notifications_channels_are_known check (
    channels <@ '{in_app,push,email}'::text[] and cardinality(channels) between 1 and 3
  ),
  constraint notifications_dedupe_key_is_short check (char_length(dedupe_key) between 1 and 200)
);

comment on table public.notifications is
  'What the app tells a person, by the channels they want. Devices show in_app; what is to be pushed and mailed is listed here for a worker of yours: nothing in this project sends it. Gone some time after it expires.';
comment on column public.notifications.action_path is 'Where it leads: a path within the app, never another site.';
comment on column public.notifications.importance is 'high is told during quiet hours too; low makes no sound.';
comment on column public.notifications.channels is 'How it is told: in_app, push, email. Decided by the server when it is sent.';
comment on column public.notifications.deliver_at is 'Not shown, pushed or mailed before this.';
comment on column public.notifications.delivered_at is 'When it was pushed and mailed; null before that, or when it is in the app only. Written by the server.';
comment on column public.notifications.read_at is 'When it was first read, on any device.';
comment on column public.notifications.dismissed_at is 'When it was first put away, on any device.';
comment on column public.notifications.expires_at is 'After this it says nothing any more; null: it stays until it is deleted.';
comment on column public.notifications.dedupe_key is 'What it is about, so that a job that runs twice tells once. Stays on the server.';

create index notifications_user_id_deliver_at_idx on public.notifications (user_id, deliver_at desc);
create index notifications_kind_code_idx on public.notifications (kind_code);
create index notifications_deliver_at_idx on public.notifications (deliver_at)
  where delivered_at is null and channels && '{push,email}'::text[];
create index notifications_expires_at_idx on public.notifications (expires_at) where expires_at is not null;

comment on index public.notifications_user_id_dedupe_key_key is 'One notification about one thing.';
comment on index public.notifications_user_id_deliver_at_idx is 'Serves a person''s notifications, the latest first.';
comment on index public.notifications_kind_code_idx is 'Serves its foreign key.';
comment on index public.notifications_deliver_at_idx is 'Serves what is to be pushed and mailed.';
comment on index public.notifications_expires_at_idx is 'Serves retention: what expired long ago.';

create trigger _100_touch before insert or update on public.notifications
  for each row execute function private.touch();

alter table public.notifications enable row level security;

create policy notifications_select_own on public.notifications for select to authenticated
  using (user_id = (select auth.uid()));
create policy notifications_insert_own on public.notifications for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy notifications_update_own on public.notifications for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy notifications_delete_own on public.notifications for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.notifications to authenticated;
grant insert (
  user_id, id, kind_code, title, body, action_path, importance, deliver_at, read_at, dismissed_at, expires_at,
  created_at, updated_at
) on public.notifications to authenticated;
grant update (
  kind_code, title, body, action_path, importance, deliver_at, read_at, dismissed_at, expires_at, created_at, updated_at
) on public.notifications to authenticated;
grant select, update (delivered_at), insert (
  user_id, id, kind_code, title, body, action_path, importance, channels, deliver_at, expires_at, dedupe_key
) on public.notifications to service_role;

select sync.register_table('public.notifications',
  -- Read anywhere is read, since the first time.
  column_rules => '{"read_at": "min", "dismissed_at": "min"}',
  pull_only => '{channels,delivered_at}', omit => '{dedupe_key}', priority => 60);


-- private.after_quiet_hours: the first moment from `at` on that lies outside a person's quiet hours.
create function private.after_quiet_hours(at timestamptz, timezone text, quiet_from time, quiet_until time)
returns timestamptz
language sql
stable
parallel safe
set search_path = ''
as $$
  select case
    when quiet_from < quiet_until and l.clock >= quiet_from and l.clock < quiet_until
      or quiet_from > quiet_until and l.clock < quiet_until
    then greatest(at, (l.day + quiet_until) at time zone timezone)
    when quiet_from > quiet_until and l.clock >= quiet_from
    then greatest(at, (l.day + 1 + quiet_until) at time zone timezone)
    else at
  end
  from (select (at at time zone timezone)::date as day, (at at time zone timezone)::time as clock) as l;
$$;

-- send_notification: tells people something, each in their language and by the channels they want; whoever wants none
-- is not told. Returns how many were. With a dedupe_key it can be called again: what a person was told once is not
-- told again. For the server: edge functions with the secret key, jobs and triggers.
-- Raises notification_kind_unknown, notification_malformed (PT422).
create function public.send_notification(
  people uuid[], kind text, title jsonb, body jsonb default null, action_path text default null,
  importance text default 'normal', deliver_at timestamptz default now(), expires_at timestamptz default null,
  dedupe_key text default null
)
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  of_kind public.notification_kinds;
  told integer;
begin
  select * into of_kind from public.notification_kinds as k where k.code = kind;
  if of_kind.id is null then
    raise exception using errcode = 'PT422', message = 'notification_kind_unknown',
      detail = format('kind: there is no kind of notification %L.', left(kind, 80)),
      hint = 'Read notification_kinds for the codes there are.';
  end if;
  if jsonb_typeof(title -> 'nl') is distinct from 'string' or jsonb_typeof(title -> 'en') is distinct from 'string'
    or body is not null
      and (jsonb_typeof(body -> 'nl') is distinct from 'string' or jsonb_typeof(body -> 'en') is distinct from 'string')
  then
    raise exception using errcode = 'PT422', message = 'notification_malformed',
      detail = format('%s: a text in Dutch and in English is wanted.', case
        when jsonb_typeof(title -> 'nl') = 'string' and jsonb_typeof(title -> 'en') = 'string' then 'body' else 'title'
      end),
      hint = 'Send {"nl": "…", "en": "…"}.';
  end if;

  insert into public.notifications (
    user_id, kind_code, title, body, action_path, importance, channels, deliver_at, expires_at, dedupe_key
  )
  select t.user_id, of_kind.code, title ->> t.language, body ->> t.language, send_notification.action_path,
    send_notification.importance, t.channels,
    case
      when send_notification.importance = 'high' then send_notification.deliver_at
      else private.after_quiet_hours(send_notification.deliver_at, t.timezone, t.quiet_from, t.quiet_until)
    end,
    send_notification.expires_at, send_notification.dedupe_key
  from (
    select u.id as user_id, u.timezone,
      coalesce(w.language, case when left(u.locale, 2) = 'nl' then 'nl' else 'en' end) as language,
      array_remove(array[
        case when of_kind.is_mandatory or coalesce(p.in_app, of_kind.in_app) then 'in_app' end,
        case when coalesce(p.push, of_kind.push) and coalesce(w.push_notifications, true) then 'push' end,
        case when coalesce(p.email, of_kind.email) and coalesce(w.email_notifications, true) then 'email' end
      ], null) as channels,
      -- Both of one row: half of each would be hours that nobody chose.
      case when p.quiet_from is not null and p.quiet_until is not null then p.quiet_from else g.quiet_from end as quiet_from,
      case when p.quiet_from is not null and p.quiet_until is not null then p.quiet_until else g.quiet_until end as quiet_until
    from public.users as u
    left join public.user_preferences as w on w.user_id = u.id
    left join lateral (
      select n.* from public.notification_preferences as n
      where n.user_id = u.id and n.kind_code = of_kind.code
      order by n.updated_at desc, n.id
      limit 1
    ) as p on true
    left join lateral (
      select n.* from public.notification_preferences as n
      where n.user_id = u.id and n.kind_code = 'general'
      order by n.updated_at desc, n.id
      limit 1
    ) as g on true
    where u.id = any (people) and u.account_status = 'active'
      -- Who was not here for years, or restricted what is done with their data, is told only what they must know.
      and (u.archived_at is null and u.restricted_at is null or send_notification.importance = 'high')
  ) as t
  where t.channels <> '{}'
  on conflict on constraint notifications_user_id_dedupe_key_key do nothing;
  get diagnostics told = row_count;
  return told;
end;
$$;

comment on function public.send_notification(uuid[], text, jsonb, jsonb, text, text, timestamptz, timestamptz, text) is
  'Tells people something, each in their language, by the channels they want and outside their quiet hours; returns how many were told. For the server only. Idempotent by dedupe_key.';

grant execute on function
  private.after_quiet_hours(timestamptz, text, time, time),
  public.send_notification(uuid[], text, jsonb, jsonb, text, text, timestamptz, timestamptz, text)
to service_role;

-- Integrations: accounts elsewhere that a person connected, such as a calendar. People see which and how they are
-- doing; the tokens are in a closed table, and sealed: the edge function that uses them has the key, the database has not.

create table public.integrations (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  provider public.slug not null,
  external_account_id text not null,
  account_label public.short_text,
  scopes text[] not null default '{}',
  status text not null default 'connected',
  connected_at timestamptz(3) not null default now(),
  last_used_at timestamptz(3),
  error_code public.slug,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint integrations_pkey primary key (user_id, id),
  constraint integrations_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint integrations_account_key unique (user_id, provider, external_account_id),
  constraint integrations_external_account_id_is_short check (char_length(external_account_id) between 1 and 200),
  constraint integrations_scopes_are_bounded check (private.texts_fit(scopes, 50, 200)),
  constraint integrations_status_is_known check (status in ('connected', 'expired', 'failed', 'disconnected')),
  constraint integrations_failed_has_error check ((status = 'failed') = (error_code is not null))
);

comment on table public.integrations is 'Accounts elsewhere that a person connected. Their tokens are not here and never leave the server.';
comment on column public.integrations.provider is 'Whose account: google-calendar, apple-health.';
comment on column public.integrations.external_account_id is 'The provider''s id of the account: each is connected once.';
comment on column public.integrations.account_label is 'What the person knows the account by, such as an e-mail address.';
comment on column public.integrations.scopes is 'What the person let the app do there, in the provider''s words; at most 50, of at most 200 characters.';
comment on column public.integrations.status is
  'connected; expired: the person must sign in there again; failed: see error_code; disconnected: the tokens are gone.';
comment on column public.integrations.last_used_at is 'When the app last reached the provider.';

comment on constraint integrations_account_key on public.integrations is 'One account, one connection; serves connect_integration.';

create trigger _100_touch before insert or update on public.integrations
  for each row execute function private.touch();

alter table public.integrations enable row level security;

create policy integrations_select_own on public.integrations for select to authenticated
  using (user_id = (select auth.uid()));
-- No insert, update or delete: connect_integration makes them, disconnect_integration ends them.

grant select on public.integrations to authenticated;
grant select, delete,
  insert (user_id, provider, external_account_id, account_label, scopes),
  update (account_label, scopes, status, connected_at, last_used_at, error_code) on public.integrations to service_role;

select sync.register_table('public.integrations', direction => 'down', priority => 30);


create table private.integration_tokens (
  user_id uuid not null,
  integration_id uuid not null,
  sealed_access_token text not null,
  sealed_refresh_token text,
  expires_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint integration_tokens_pkey primary key (user_id, integration_id),
  constraint integration_tokens_integration_id_fkey foreign key (user_id, integration_id)
    references public.integrations (user_id, id) on delete cascade,
  -- A token as the provider sent it never has this form.
  constraint integration_tokens_access_token_is_sealed check (
    char_length(sealed_access_token) <= 10000 and sealed_access_token ~ '^v[0-9]+[.][A-Za-z0-9_-]{40,}$'
  ),
  constraint integration_tokens_refresh_token_is_sealed check (
    char_length(sealed_refresh_token) <= 10000 and sealed_refresh_token ~ '^v[0-9]+[.][A-Za-z0-9_-]{40,}$'
  )
);

comment on table private.integration_tokens is
  'Tokens of integrations, sealed by the edge function: v<version of its key>.<base64url of nonce and ciphertext>. Server only.';
comment on column private.integration_tokens.expires_at is 'When the access token expires; null when it does not say.';

create trigger _100_touch before insert or update on private.integration_tokens
  for each row execute function private.touch();

grant select, insert, update, delete on private.integration_tokens to service_role;

-- private.forget_tokens: trigger `_300_forget_tokens`: whatever disconnects an integration, its tokens go.
-- Definer: people may not reach them.
create function private.forget_tokens()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  delete from private.integration_tokens as t
  using new_rows as n
  where t.user_id = n.user_id and t.integration_id = n.id and n.status = 'disconnected';
  return null;
end;
$$;

create trigger _300_forget_tokens after update on public.integrations
  referencing new table as new_rows for each statement execute function private.forget_tokens();

-- connect_integration: notes an account that a person connected, or connected again, and its sealed tokens. Returns
-- its id. For the server: the edge function that the provider sends the person back to.
-- Raises user_not_found (PT404), token_not_sealed (PT422).
create function public.connect_integration(
  user_id uuid, provider text, external_account_id text, sealed_access_token text, sealed_refresh_token text default null,
  token_expires_at timestamptz default null, account_label text default null, scopes text[] default '{}'
)
returns uuid
language plpgsql
volatile
security invoker
set search_path = ''
as $$
#variable_conflict use_column
declare
  person constant uuid := connect_integration.user_id;
  connected uuid;
begin
  if not exists (select from public.users as u where u.id = person) then
    raise exception using errcode = 'PT404', message = 'user_not_found',
      detail = format('There is no person with the id %s.', coalesce(person::text, 'null')),
      hint = 'Send the id of the person who connected the account.';
  end if;
  if coalesce(connect_integration.sealed_access_token, '') !~ '^v[0-9]+[.][A-Za-z0-9_-]{40,}$'
    or connect_integration.sealed_refresh_token !~ '^v[0-9]+[.][A-Za-z0-9_-]{40,}$'
  then
    raise exception using errcode = 'PT422', message = 'token_not_sealed',
      detail = 'sealed_access_token, sealed_refresh_token: v<key version>.<base64url> is wanted.',
      hint = 'Seal tokens in the edge function before they are sent here.';
  end if;
  insert into public.integrations as i (user_id, provider, external_account_id, account_label, scopes)
  values (
    person, connect_integration.provider, connect_integration.external_account_id, connect_integration.account_label,
    coalesce(connect_integration.scopes, '{}')
  )
  on conflict on constraint integrations_account_key do update
  set account_label = coalesce(excluded.account_label, i.account_label), scopes = excluded.scopes, status = 'connected',
    connected_at = now(), error_code = null
  returning i.id into connected;
  insert into private.integration_tokens as t (user_id, integration_id, sealed_access_token, sealed_refresh_token, expires_at)
  values (
    person, connected, connect_integration.sealed_access_token, connect_integration.sealed_refresh_token,
    connect_integration.token_expires_at
  )
  on conflict on constraint integration_tokens_pkey do update
  set sealed_access_token = excluded.sealed_access_token,
    -- Providers send a refresh token the first time only.
    sealed_refresh_token = coalesce(excluded.sealed_refresh_token, t.sealed_refresh_token),
    expires_at = excluded.expires_at;
  return connected;
end;
$$;

comment on function public.connect_integration(uuid, text, text, text, text, timestamptz, text, text[]) is
  'Notes an account elsewhere that a person connected, and its sealed tokens; returns its id. For the server only. Idempotent.';

-- integration_tokens: the sealed tokens of an integration, for the edge function that uses them; none when it is
-- disconnected.
create function public.integration_tokens(user_id uuid, integration_id uuid)
returns table (sealed_access_token text, sealed_refresh_token text, expires_at timestamptz)
language sql
stable
security invoker
rows 1
set search_path = ''
as $$
  select t.sealed_access_token, t.sealed_refresh_token, t.expires_at
  from private.integration_tokens as t
  where t.user_id = $1 and t.integration_id = $2;
$$;

comment on function public.integration_tokens(uuid, uuid) is
  'The sealed tokens of an integration, none when it is disconnected. For the server only.';

grant execute on function
  public.connect_integration(uuid, text, text, text, text, timestamptz, text, text[]),
  public.integration_tokens(uuid, uuid)
to service_role;

-- disconnect_integration: ends one of the caller's integrations; its tokens are gone at once.
-- Raises integration_not_found (PT404), the same for another person's as for none, and what require_person raises.
-- Definer: integrations are not people's to write. Reaches the caller's own only.
create function private.disconnect_integration(integration_id uuid)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  person constant uuid := private.require_person();
begin
  if not exists (select from public.integrations as i where i.user_id = person and i.id = integration_id) then
    raise exception using errcode = 'PT404', message = 'integration_not_found',
      detail = 'You have no such integration.',
      hint = 'Read integrations for those there are.';
  end if;
  update public.integrations as i
  set status = 'disconnected', error_code = null
  where i.user_id = person and i.id = integration_id and i.status <> 'disconnected';
end;
$$;

create function public.disconnect_integration(integration_id uuid)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.disconnect_integration(disconnect_integration.integration_id);
$$;

comment on function public.disconnect_integration(uuid) is
  'Ends one of the caller''s integrations and deletes its tokens. Idempotent. Taking the right away at the provider is the edge function''s.';

grant execute on function private.disconnect_integration(uuid), public.disconnect_integration(uuid) to authenticated;


-- private.is_plain_path: whether a path names a file in a folder, and goes neither up nor elsewhere. No %: what decodes a path
-- once more would read another one.
create function private.is_plain_path(path text)
returns boolean
language sql
immutable
parallel safe
set search_path = ''
as $$
  select path ~ '^[^/]+(/[^/]+)+$' and path !~ '(^|/)[.]{1,2}(/|$)' and path !~ '[[:cntrl:]\\%]';
$$;

-- private.has_file_storage: whether the caller's files leave room by their plan (attachment_storage). Storage asks before it
-- knows how large a file is, so that the last one may go over.
-- Runs with the caller's rights: they may read what is in their folder.
create function private.has_file_storage()
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce((
    select sum((o.metadata ->> 'size')::bigint)
    from storage.objects as o
    -- A slash is followed by 0: what begins with the folder, for the index.
    where o.bucket_id in ('attachments', 'avatars')
      and o.name collate "C" >= auth.uid() || '/' and o.name collate "C" < auth.uid() || '0'
  ), 0) < coalesce(private.entitlement_limit(auth.uid(), 'attachment_storage', now()) * 1000000, 'infinity'::numeric);
end;
$$;

-- Policies on storage.objects ask them, and whoever writes a row runs its checks.
grant execute on function private.is_plain_path(text), private.has_file_storage() to authenticated, service_role;


-- Attachments: files that belong to what a person wrote or plans. The file is in Supabase Storage, in the person's own
-- folder; this is where it is and what it is, and may be there before the file: a device makes the row offline and
-- uploads later.

create table public.attachments (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  journal_entry_id uuid,
  message_id uuid,
  vision_id uuid,
  task_id uuid,
  bucket text not null default 'attachments',
  path text not null,
  file_name public.short_text not null,
  mime_type text not null,
  size_bytes bigint not null,
  checksum_sha256 text,
  width_px integer,
  height_px integer,
  duration_seconds numeric(9, 3),
  uploaded_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint attachments_pkey primary key (user_id, id),
  constraint attachments_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint attachments_journal_entry_id_fkey foreign key (user_id, journal_entry_id)
    references public.journal_entries (user_id, id) on delete cascade,
  constraint attachments_message_id_fkey foreign key (user_id, message_id)
    references public.messages (user_id, id) on delete cascade,
  constraint attachments_vision_id_fkey foreign key (user_id, vision_id)
    references public.visions (user_id, id) on delete cascade,
  constraint attachments_task_id_fkey foreign key (user_id, task_id)
    references public.tasks (user_id, id) on delete cascade,
  constraint attachments_object_key unique (user_id, bucket, path),
  constraint attachments_belongs_to_one_thing check (num_nonnulls(journal_entry_id, message_id, vision_id, task_id) <= 1),
  constraint attachments_bucket_is_known check (bucket in ('attachments', 'avatars')),
  constraint attachments_path_is_plain check (private.is_plain_path(path) and char_length(path) <= 1000),
  constraint attachments_mime_type_is_type check (
    char_length(mime_type) <= 127 and mime_type ~ '^[a-z]+/[a-z0-9][a-z0-9.+-]*$'
  ),
  constraint attachments_size_fits_storage check (size_bytes between 0 and 5368709120),
  constraint attachments_checksum_is_sha256 check (checksum_sha256 ~ '^[0-9a-f]{64}$'),
  constraint attachments_width_is_positive check (width_px between 1 and 100000),
  constraint attachments_height_is_positive check (height_px between 1 and 100000),
  constraint attachments_duration_is_not_negative check (duration_seconds >= 0)
);

comment on table public.attachments is
  'Files of a person, in Supabase Storage: where each is and what it is. It goes with what it belongs to; the file itself is deleted through the Storage API.';
comment on column public.attachments.journal_entry_id is 'The entry it belongs to. Of this and the next three at most one is given; without any it belongs to the person.';
comment on column public.attachments.bucket is 'Bucket in Storage: attachments, or avatars.';
comment on column public.attachments.path is 'Path in the bucket. Its first folder is the person''s id: <user_id>/<attachment_id>.jpg.';
comment on column public.attachments.file_name is 'What the person knows the file by.';
comment on column public.attachments.mime_type is 'Media type, lower case and without parameters: image/jpeg.';
comment on column public.attachments.size_bytes is 'Size in bytes; Storage takes at most 5 GB.';
comment on column public.attachments.checksum_sha256 is 'SHA-256 of the content, hexadecimal: tells whether a download is whole, and whether two are one.';
comment on column public.attachments.width_px is 'Width in pixels, of an image or video.';
comment on column public.attachments.height_px is 'Height in pixels, of an image or video.';
comment on column public.attachments.duration_seconds is 'Duration in seconds, of sound or video.';
comment on column public.attachments.uploaded_at is 'When the file was first in Storage, as the device says; null while it is on that device only.';

create index attachments_user_id_journal_entry_id_idx on public.attachments (user_id, journal_entry_id)
  where journal_entry_id is not null;
create index attachments_user_id_message_id_idx on public.attachments (user_id, message_id) where message_id is not null;
create index attachments_user_id_vision_id_idx on public.attachments (user_id, vision_id) where vision_id is not null;
create index attachments_user_id_task_id_idx on public.attachments (user_id, task_id) where task_id is not null;

comment on index public.attachments_user_id_journal_entry_id_idx is 'Serves the files of a journal entry.';
comment on index public.attachments_user_id_message_id_idx is 'Serves the files of a message.';
comment on index public.attachments_user_id_vision_id_idx is 'Serves the files of a vision.';
comment on index public.attachments_user_id_task_id_idx is 'Serves the files of a task.';
comment on index public.attachments_object_key is 'One file, one row; serves the look-up by path.';

-- private.check_attachment_path: trigger `_200_check_path`. The server reads files for their owner with the secret key:
-- a path must not lead it to somebody else's. Raises attachment_path_foreign (PT422).
create function private.check_attachment_path()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  raise exception using errcode = 'PT422', message = 'attachment_path_foreign',
    detail = format('path: %L does not lie in the folder of its owner.', left(new.path, 80)),
    hint = format('Begin the path with %s/.', new.user_id);
end;
$$;

create trigger _100_touch before insert or update on public.attachments
  for each row execute function private.touch();
create trigger _200_check_path before insert or update on public.attachments
  for each row when (split_part(new.path, '/', 1) <> new.user_id::text) execute function private.check_attachment_path();

alter table public.attachments enable row level security;

create policy attachments_select_own on public.attachments for select to authenticated
  using (user_id = (select auth.uid()));
create policy attachments_insert_own on public.attachments for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy attachments_update_own on public.attachments for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy attachments_delete_own on public.attachments for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.attachments to authenticated;
grant insert (
  user_id, id, journal_entry_id, message_id, vision_id, task_id, bucket, path, file_name, mime_type, size_bytes,
  checksum_sha256, width_px, height_px, duration_seconds, uploaded_at, created_at, updated_at
) on public.attachments to authenticated;
grant update (
  journal_entry_id, message_id, vision_id, task_id, bucket, path, file_name, mime_type, size_bytes,
  checksum_sha256, width_px, height_px, duration_seconds, uploaded_at, created_at, updated_at
) on public.attachments to authenticated;
grant select on public.attachments to service_role;

select sync.register_table('public.attachments', column_rules => '{"uploaded_at": "min"}', priority => 45);


-- Custom field definitions: a field that a person adds to their own journal, tasks and so on.

create table public.custom_field_definitions (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  applies_to text not null,
  label public.short_text not null,
  description public.long_text,
  value_type text not null,
  options text[] not null default '{}',
  minimum numeric(15, 4),
  maximum numeric(15, 4),
  unit public.short_text,
  is_required boolean not null default false,
  archived_at timestamptz(3),
  position integer not null default 0,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint custom_field_definitions_pkey primary key (user_id, id),
  constraint custom_field_definitions_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint custom_field_definitions_applies_to_is_known check (
    applies_to in (
      'journal_entries', 'mood_entries', 'conversations', 'visions', 'daily_actions', 'projects', 'tasks', 'habits'
    )
  ),
  constraint custom_field_definitions_value_type_is_known check (
    value_type in ('text', 'number', 'boolean', 'date', 'moment', 'choice', 'choices')
  ),
  constraint custom_field_definitions_options_are_bounded check (private.texts_fit(options, 100, 100)),
  constraint custom_field_definitions_options_are_given check ('' <> all (options)),
  constraint custom_field_definitions_choice_has_options check (
    (value_type in ('choice', 'choices')) = (cardinality(options) > 0)
  ),
  constraint custom_field_definitions_range_is_of_number check (
    value_type = 'number' or minimum is null and maximum is null
  )
);

comment on table public.custom_field_definitions is 'A field that a person adds to their own journal, tasks and so on. Its values go with it.';
comment on column public.custom_field_definitions.applies_to is 'The table whose rows have the field. Fixed once made: the values are about its rows.';
comment on column public.custom_field_definitions.value_type is
  'text, number, boolean, date (a day), moment, choice (one of the options) or choices (several). Fixed once made.';
comment on column public.custom_field_definitions.options is
  'Of a choice: what can be chosen, at most 100, of 1 to 100 characters. Those that two devices add are all kept. Taking one away leaves the values that have it.';
comment on column public.custom_field_definitions.minimum is 'Of a number: the least it may be.';
comment on column public.custom_field_definitions.maximum is
  'Of a number: the most it may be. When two devices made it less than the minimum, neither holds.';
comment on column public.custom_field_definitions.unit is 'Of a number: what is counted.';
comment on column public.custom_field_definitions.is_required is 'Whether the app asks for it; a row without it is none the less saved.';
comment on column public.custom_field_definitions.archived_at is 'When the person put it away; its values stay.';
comment on column public.custom_field_definitions.position is 'Place in the person''s own order, low first.';

-- A person has a handful: the primary key serves every list of them.

-- private.keep_custom_field: trigger `_200_keep_custom_field`, before update. Another type or table would make nonsense
-- of the values there are, and of those that are still on a device. Raises custom_field_fixed (PT409).
create function private.keep_custom_field()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  raise exception using errcode = 'PT409', message = 'custom_field_fixed',
    detail = format('%s: the field %L has values of its type, about rows of its table.',
      case when new.value_type <> old.value_type then 'value_type' else 'applies_to' end, left(old.label, 80)),
    hint = 'Make another field, and put this one away.';
end;
$$;

create trigger _100_touch before insert or update on public.custom_field_definitions
  for each row execute function private.touch();
create trigger _200_keep_custom_field before update on public.custom_field_definitions
  for each row when (new.value_type <> old.value_type or new.applies_to <> old.applies_to)
  execute function private.keep_custom_field();

alter table public.custom_field_definitions enable row level security;

create policy custom_field_definitions_select_own on public.custom_field_definitions for select to authenticated
  using (user_id = (select auth.uid()));
create policy custom_field_definitions_insert_own on public.custom_field_definitions for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy custom_field_definitions_update_own on public.custom_field_definitions for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy custom_field_definitions_delete_own on public.custom_field_definitions for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.custom_field_definitions to authenticated;
grant insert (
  user_id, id, applies_to, label, description, value_type, options, minimum, maximum, unit, is_required, archived_at,
  position, created_at, updated_at
) on public.custom_field_definitions to authenticated;
grant update (
  applies_to, label, description, value_type, options, minimum, maximum, unit, is_required, archived_at,
  position, created_at, updated_at
) on public.custom_field_definitions to authenticated;
grant select on public.custom_field_definitions to service_role;

select sync.register_table('public.custom_field_definitions', column_rules => '{"options": "union"}', priority => 50);


-- Custom field values: what a field says of a row. Two devices that both fill one in offline make two; of several for
-- a field and a row, the one edited last counts. A client that makes its id from both never has two.

create table public.custom_field_values (
  user_id uuid not null,
  id uuid not null default gen_random_uuid(),
  definition_id uuid not null,
  subject_id uuid not null,
  text_value public.long_text,
  number_value numeric(15, 4),
  boolean_value boolean,
  date_value date,
  moment_value timestamptz(3),
  choices text[],
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint custom_field_values_pkey primary key (user_id, id),
  constraint custom_field_values_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint custom_field_values_definition_id_fkey foreign key (user_id, definition_id)
    references public.custom_field_definitions (user_id, id) on delete cascade,
  constraint custom_field_values_is_one_value check (
    num_nonnulls(text_value, number_value, boolean_value, date_value, moment_value, choices) = 1
  ),
  constraint custom_field_values_choices_are_bounded check (choices is null or private.texts_fit(choices, 100, 100))
);

comment on table public.custom_field_values is
  'What a field of one''s own says of a row. Of several for a field and a row, the one edited last counts. Without a value there is no row.';
comment on column public.custom_field_values.subject_id is
  'The row it is about, in the table that the definition names, which is not enforced; private.prune_custom_field_values() deletes it once that row is gone.';
comment on column public.custom_field_values.number_value is 'In the unit of the definition.';
comment on column public.custom_field_values.choices is 'Of a choice: the one option; of choices: those that were chosen, perhaps none.';

create index custom_field_values_user_id_definition_id_idx on public.custom_field_values (user_id, definition_id, subject_id);
create index custom_field_values_user_id_subject_id_idx on public.custom_field_values (user_id, subject_id);

comment on index public.custom_field_values_user_id_definition_id_idx is 'Serves the values of a field.';
comment on index public.custom_field_values_user_id_subject_id_idx is 'Serves the values of a row, whatever its fields.';

-- private.check_custom_values: triggers `_250_check_*`, after insert or update: that each value is what its definition
-- says. What was valid stays when the definition changes; only what is written is checked.
-- Definer: asks about what is there, whoever writes.
-- Raises custom_value_mistyped, custom_value_out_of_range, custom_value_not_an_option (PT422).
create function private.check_custom_values()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  people uuid[];
  value_ids uuid[];
  wrong record;
begin
  if tg_op = 'INSERT' then
    select array_agg(n.user_id), array_agg(n.id) into people, value_ids from new_rows as n;
  else
    select array_agg(w.user_id), array_agg(w.id) into people, value_ids
    from (
      select n.user_id, n.id, n.definition_id, n.text_value, n.number_value, n.boolean_value, n.date_value, n.moment_value, n.choices
      from new_rows as n
      except
      select o.user_id, o.id, o.definition_id, o.text_value, o.number_value, o.boolean_value, o.date_value, o.moment_value, o.choices
      from old_rows as o
    ) as w;
  end if;

  select d.label, d.value_type, d.minimum, d.maximum, n.number_value, v.column_name, v.wanted,
    case
      when v.column_name <> v.wanted then 'type'
      when n.number_value < d.minimum or n.number_value > d.maximum then 'range'
      else 'option'
    end as problem
  into wrong
  from unnest(people, value_ids) as written (user_id, id)
  join public.custom_field_values as n on n.user_id = written.user_id and n.id = written.id
  join public.custom_field_definitions as d on d.user_id = n.user_id and d.id = n.definition_id
  cross join lateral (
    select case
        when n.text_value is not null then 'text_value'
        when n.number_value is not null then 'number_value'
        when n.boolean_value is not null then 'boolean_value'
        when n.date_value is not null then 'date_value'
        when n.moment_value is not null then 'moment_value'
        else 'choices'
      end as column_name,
      case d.value_type
        when 'choice' then 'choices' when 'choices' then 'choices' else d.value_type || '_value'
      end as wanted
  ) as v
  where v.column_name <> v.wanted
    or (d.minimum is null or d.maximum is null or d.minimum <= d.maximum)
      and (n.number_value < d.minimum or n.number_value > d.maximum)
    or d.value_type = 'choice' and cardinality(n.choices) <> 1
    or not n.choices <@ d.options
  limit 1;
  if not found then
    return null;
  end if;

  case wrong.problem
    when 'type' then
      raise exception using errcode = 'PT422', message = 'custom_value_mistyped',
        detail = format('%s: the field %L is a %s.', wrong.column_name, left(wrong.label, 80), wrong.value_type),
        hint = format('Send its value as %s.', wrong.wanted);
    when 'range' then
      raise exception using errcode = 'PT422', message = 'custom_value_out_of_range',
        detail = format('number_value: the field %L goes from %s to %s.', left(wrong.label, 80),
          coalesce(wrong.minimum::text, 'any'), coalesce(wrong.maximum::text, 'any')),
        hint = 'Correct the value, or widen the range of the field.';
    else
      raise exception using errcode = 'PT422', message = 'custom_value_not_an_option',
        detail = format('choices: the field %L takes %s.', left(wrong.label, 80),
          case wrong.value_type when 'choice' then 'one of its options' else 'its options only' end),
        hint = 'Choose from the options of the field, or add one to it.';
  end case;
end;
$$;

create trigger _100_touch before insert or update on public.custom_field_values
  for each row execute function private.touch();
create trigger _250_check_insert after insert on public.custom_field_values
  referencing new table as new_rows for each statement execute function private.check_custom_values();
create trigger _250_check_update after update on public.custom_field_values
  referencing old table as old_rows new table as new_rows for each statement execute function private.check_custom_values();

alter table public.custom_field_values enable row level security;

create policy custom_field_values_select_own on public.custom_field_values for select to authenticated
  using (user_id = (select auth.uid()));
create policy custom_field_values_insert_own on public.custom_field_values for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy custom_field_values_update_own on public.custom_field_values for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy custom_field_values_delete_own on public.custom_field_values for delete to authenticated
  using (user_id = (select auth.uid()));

grant select, delete on public.custom_field_values to authenticated;
grant insert (
  user_id, id, definition_id, subject_id, text_value, number_value, boolean_value, date_value, moment_value, choices,
  created_at, updated_at
) on public.custom_field_values to authenticated;
grant update (
  definition_id, subject_id, text_value, number_value, boolean_value, date_value, moment_value, choices,
  created_at, updated_at
) on public.custom_field_values to authenticated;
grant select on public.custom_field_values to service_role;

select sync.register_table('public.custom_field_values', column_rules => '{"text_value": "manual"}', priority => 45);


-- private.prune_custom_field_values: deletes values about rows that are gone. Not at once: a value may arrive before
-- its row does, from a device that sends several pushes. Returns how many. Run by cron.
create function private.prune_custom_field_values(at timestamptz default now(), batch integer default 1000)
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  gone integer;
begin
  delete from public.custom_field_values as v
  using (
    select k.user_id, k.id
    from public.custom_field_values as k
    join public.custom_field_definitions as d on d.user_id = k.user_id and d.id = k.definition_id
    where greatest(k.created_at, k.updated_at) < at - interval '30 days'
      and case d.applies_to
        when 'journal_entries' then not exists (select from public.journal_entries as s where s.user_id = k.user_id and s.id = k.subject_id)
        when 'mood_entries' then not exists (select from public.mood_entries as s where s.user_id = k.user_id and s.id = k.subject_id)
        when 'conversations' then not exists (select from public.conversations as s where s.user_id = k.user_id and s.id = k.subject_id)
        when 'visions' then not exists (select from public.visions as s where s.user_id = k.user_id and s.id = k.subject_id)
        when 'daily_actions' then not exists (select from public.daily_actions as s where s.user_id = k.user_id and s.id = k.subject_id)
        when 'projects' then not exists (select from public.projects as s where s.user_id = k.user_id and s.id = k.subject_id)
        when 'tasks' then not exists (select from public.tasks as s where s.user_id = k.user_id and s.id = k.subject_id)
        when 'habits' then not exists (select from public.habits as s where s.user_id = k.user_id and s.id = k.subject_id)
      end
    limit batch
    for update of k skip locked
  ) as orphaned
  where v.user_id = orphaned.user_id and v.id = orphaned.id;
  get diagnostics gone = row_count;
  return gone;
end;
$$;
