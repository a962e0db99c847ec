select coalesce(json_agg(found), '[]')::text from (
  select house_number, lat, lon from addresses
  where beginning like plain(replace($1::text, ',', '')) || '%'
  order by beginning
  limit :limit
) as found
