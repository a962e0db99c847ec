select coalesce(json_agg(found), '[]')::text from (
  select house_number, lat, lon from addresses
  order by place <-> st_setsrid(st_makepoint($2::text::float8, $1::text::float8), 4326)
  limit :limit
) as found
