create table addresses as
  select house_number, lower(house_number) as number_key,
         plain(concat_ws(' ', street, ward, nullif(district, ''), province)) as line,
         plain(concat_ws(' ', house_number, street, ward)) as beginning,
         st_setsrid(st_makepoint(lon, lat), 4326) as place, lat, lon
  from rows;
drop table rows;
create index on addresses using gist (number_key, line gist_trgm_ops(siglen = 256));
create index on addresses (beginning text_pattern_ops);
create index on addresses using gist (place);
vacuum analyze addresses;
