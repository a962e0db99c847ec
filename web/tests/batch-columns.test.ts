import { expect, test } from "vitest";
import { guessHeader, guessRoles, type Role } from "../src/batch/columns";
import { tableOf, type Cell, type HeaderLine } from "../src/batch/table";

/** Headers as agencies and companies write them, each with a row, and what every column holds. */
const FILES: [columns: string[], row: Cell[], roles: (Role | undefined)[]][] = [
  [
    ["STT", "Họ và tên", "Địa chỉ", "Ghi chú"],
    [1, "Nguyễn Văn A", "92-96 Nguyễn Huệ, Phường Bến Nghé, Quận 1, TP.HCM", ""],
    [undefined, undefined, "address", undefined],
  ],
  [
    ["Mã hồ sơ", "Số nhà", "Tên đường", "Phường/Xã", "Quận/Huyện", "Tỉnh/Thành phố"],
    ["HS01", "12A", "Nguyễn Trãi", "Phường 2", "Quận 5", "Thành phố Hồ Chí Minh"],
    [undefined, "housenumber", "street", "ward", "district", "province"],
  ],
  [
    ["id", "housenumber", "street", "ward", "district", "province", "lat", "lon"],
    [1, "12", "Hàm Nghi", "", "Quận 1", "HCM", 10.77, 106.7],
    [undefined, "housenumber", "street", "ward", "district", "province", "lat", "lon"],
  ],
  [
    ["addr:housenumber", "addr:street", "addr:city", "name"],
    ["5", "Phố Huế", "Hà Nội", "Quán"],
    ["housenumber", "street", "province", undefined],
  ],
  [["Vĩ độ", "Kinh độ"], [10.7, 106.6], ["lat", "lon"]],
  [["X", "Y", "Ghi chú"], [106.6, 10.7, "a"], ["lon", "lat", undefined]],
  [
    ["Email", "Địa chỉ email", "Địa chỉ thường trú"],
    ["a@b.vn", "a@b.vn", "Thôn 3, xã Ea Kao, TP Buôn Ma Thuột"],
    [undefined, undefined, "address"],
  ],
  [
    ["Customer", "Delivery address", "Phone"],
    ["A", "5 Le Loi, District 1", "0901"],
    [undefined, "address", undefined],
  ],
  // A line that lacks its units takes them from their columns; one that names them does not.
  [["Địa chỉ", "Phường", "Quận"], ["12 Nguyễn Huệ", "Bến Nghé", "Quận 1"], ["address", "ward", "district"]],
  [
    ["Địa chỉ", "Xã", "Tỉnh"],
    ["Thôn 3, xã Ea Kao, tỉnh Đắk Lắk", "Xã Ea Kao", "Đắk Lắk"],
    ["address", undefined, undefined],
  ],
  // Without a name that says anything, the values do.
  [["A", "B", "C"], ["HS1", "12 ngõ 5 Láng Hạ, Đống Đa", "x"], [undefined, "address", undefined]],
  [["p1", "p2"], ["10,7751", "106,7028"], ["lat", "lon"]],
  [["Số điện thoại", "Ngày"], ["0901234567", "2026-01-01"], [undefined, undefined]],
];

test.each(FILES)("columns are guessed: %j", (columns, row, roles) => {
  expect(guessRoles({ above: [], columns, rows: [row] })).toEqual(roles);
});

test("a column is for one coordinate only, the better name has it", () => {
  const roles = guessRoles({ above: [], columns: ["y", "latitude", "x", "longitude"], rows: [[1, 10.5, 2, 106.5]] });
  expect(roles).toEqual([undefined, "lat", undefined, "lon"]);
});

test.each<[lines: Cell[][], header: HeaderLine]>([
  [[["Địa chỉ"], ["12 Lê Lợi"]], 0],
  [[["Mã", "Tên", "Nơi ở"], [1, "A", "Huế"]], 0],
  [[["12 Nguyễn Huệ, Quận 1"], ["5 Lê Lợi"]], "none"],
  [[[1, "Lê Lợi"], [2, "Hàm Nghi"]], "none"],
  [[["address 1", "phone"]], 0],
  [[["DANH SÁCH HỘ DÂN NĂM 2026", null, null], [null, null, null], ["STT", "Họ tên", "Địa chỉ"], [1, "A", "Huế"]], 2],
  [[["Tỉnh"], ["Mã", "Xã"], ["1", "Ea Kao"]], 0],
  [[], "none"],
])("the line of names is found: %j", (lines, header) => {
  expect(guessHeader(lines)).toBe(header);
});

test("a table is as wide as its widest line, and every column has a name", () => {
  const table = tableOf([["Địa chỉ", ""], ["a"], ["b", 1, true]], 0);
  expect(table.columns).toEqual(["Địa chỉ", "column_2", "column_3"]);
  expect(table.rows).toEqual([
    ["a", null, null],
    ["b", 1, true],
  ]);
  expect(tableOf([["a"], ["b"]], "none")).toEqual({ above: [], columns: ["column_1"], rows: [["a"], ["b"]] });
  expect(tableOf([["title"], ["x", "y"], [1]], 1)).toEqual({ above: [["title", null]], columns: ["x", "y"], rows: [[1, null]] });
});
