-- One table of addresses and one text of each: what a line of a query is compared with.

-- Without marks, in lower case, abbreviations written out, no punctuation but that of house numbers.
create function plain(line text) returns text language sql immutable parallel safe strict as $$
  select regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
         regexp_replace(regexp_replace(regexp_replace(
           lower(public.unaccent('public.unaccent', line)),
           '\mtp\.? ?hcm\M', 'thanh pho ho chi minh', 'g'),
           '\mtp\.', 'thanh pho ', 'g'),
           '\mtx\.', 'thi xa ', 'g'),
           '\mtt\.', 'thi tran ', 'g'),
           '\mp\.', 'phuong ', 'g'),
           '\mq\.', 'quan ', 'g'),
           '\mh\.', 'huyen ', 'g'),
           '\mx\.', 'xa ', 'g'),
           '\md\.', 'duong ', 'g'),
           '\mql(?=\d)', 'quoc lo ', 'g')
$$;

create unlogged table rows (
  id text, house_number text, street text, ward text, district text, province text, lat float8, lon float8
);
