-- Web Mercator reaches 20037508.342789244 m each way; a cell of zoom 13 is a 64th of a tile's side, which
-- is a tile of zoom 19.
\set half 20037508.342789244
\set cell (2 * 20037508.342789244 / 524288)

begin;

create unlogged table points as
select id, house_number, street, geom,
    floor((st_x(geom) + :half) / :cell)::int as x, floor((:half - st_y(geom)) / :cell)::int as y
from (
    select id, house_number, street, st_transform(st_setsrid(st_makepoint(lon, lat), 4326), 3857) as geom from rows
) as projected;

create unlogged table cells as
select 13 as z, x, y, count(*) as count, sum(st_x(geom)) as east, sum(st_y(geom)) as north from points group by x, y;

do $$
begin
    for zoom in reverse 12..0 loop
        insert into cells
        select zoom, x >> 1, y >> 1, sum(count), sum(east), sum(north) from cells where z = zoom + 1 group by 2, 3;
    end loop;
end
$$;

create unlogged table tiles as
select z, x >> 6 as x, y >> 6 as y, st_asmvt(feature.*, 'address_counts', 4096, 'geom') as data
from cells cross join lateral (
    select count, st_asmvtgeom(
        st_setsrid(st_makepoint(east / count, north / count), 3857), st_tileenvelope(z, x >> 6, y >> 6), 4096, 0, false
    ) as geom
) as feature
group by 1, 2, 3;

insert into tiles
select 14, x >> 5, y >> 5, st_asmvt(feature.*, 'addresses', 4096, 'geom')
from points cross join lateral (
    select id, house_number as number, street, 'house' as kind,
        st_asmvtgeom(points.geom, st_tileenvelope(14, x >> 5, y >> 5), 4096, 0, false) as geom
) as feature
group by 1, 2, 3;

commit;
