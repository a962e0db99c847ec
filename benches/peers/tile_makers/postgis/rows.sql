create unlogged table rows (
    id text, house_number text, street text, ward text, district text, province text,
    lat double precision, lon double precision
);
