select coalesce(json_agg(found), '[]')::text from (
  select house_number, lat, lon from addresses
  where number_key = lower(split_part(replace($1::text, ',', ' '), ' ', 1))
  order by line <-> regexp_replace(plain(replace($1::text, ',', ' ')), '^\S+\s+', '')
  limit :limit
) as found
