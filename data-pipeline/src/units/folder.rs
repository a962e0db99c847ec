//! Which file of the folder is which list.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::UnitsError;
use super::sheet::Sheet;

/// The files of a folder of official lists.
pub(super) struct Folder {
    admin: PathBuf,
    lists: Vec<PathBuf>,
    /// `.fgb` files, sorted by name.
    pub(super) boundaries: Vec<PathBuf>,
}

impl Folder {
    pub(super) fn open(dir: &Path) -> Result<Self, UnitsError> {
        match dir.metadata() {
            Ok(found) if found.is_dir() => {}
            Ok(_) => return Err(UnitsError::NotAFolder(dir.to_owned())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(UnitsError::NoFolder(dir.to_owned()));
            }
            Err(error) => return Err(UnitsError::io(dir)(error)),
        }
        let nested = dir.join("admin");
        let admin = if nested.is_dir() { nested } else { dir.to_owned() };
        let lists = files(&admin, "csv")?;
        let areas = dir.join("boundaries");
        let boundaries = if areas.is_dir() { files(&areas, "fgb")? } else { Vec::new() };
        Ok(Self { admin, lists, boundaries })
    }

    /// The list `name`, which must be there.
    pub(super) fn needed(&self, name: &str) -> Result<Sheet, UnitsError> {
        self.find(name)?.map_or_else(|| Err(self.missing(format!("{name}.csv"))), |path| Sheet::read(&path))
    }

    /// The list whose name begins with `name`, where there is one.
    pub(super) fn optional(&self, name: &str) -> Result<Option<Sheet>, UnitsError> {
        self.find(name)?.map(|path| Sheet::read(&path)).transpose()
    }

    /// The list whose name begins with `name`, else the one that the program knows, by its file name
    /// and text; whether it is the folder's own.
    pub(super) fn own_or_known(&self, name: &str, known: (&str, &str)) -> Result<(Sheet, bool), UnitsError> {
        match self.optional(name)? {
            Some(own) => Ok((own, true)),
            None => Ok((Sheet::parse(Path::new(known.0), known.1.as_bytes())?, false)),
        }
    }

    /// The error that `expected` is not there.
    pub(super) fn missing(&self, expected: String) -> UnitsError {
        let names: Vec<_> = self.lists.iter().map(|path| stem(path)).collect();
        let found = if names.is_empty() { "no .csv file at all".to_owned() } else { names.join(", ") };
        UnitsError::MissingList { folder: self.admin.clone(), expected, found }
    }

    fn find(&self, name: &str) -> Result<Option<PathBuf>, UnitsError> {
        let found: Vec<&PathBuf> = self.lists.iter().filter(|path| stem(path).starts_with(name)).collect();
        match found[..] {
            [] => Ok(None),
            [one] => Ok(Some(one.clone())),
            _ => {
                let found = found.iter().map(|path| stem(path)).collect::<Vec<_>>().join(", ");
                Err(UnitsError::SeveralLists { folder: self.admin.clone(), found })
            }
        }
    }
}

/// The name of `path` without its ending.
pub(super) fn stem(path: &Path) -> String {
    path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The name of `path` as a report shows it.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The day that the name of `path` ends with: `wards_before_2025-07-01.csv`.
pub(super) fn day_of(path: &Path) -> Result<Date, UnitsError> {
    let stem = stem(path);
    let day = stem.rsplit('_').next().and_then(|day| day.parse().ok());
    day.ok_or_else(|| UnitsError::NoDay { file: path.to_owned() })
}

fn files(dir: &Path, ending: &str) -> Result<Vec<PathBuf>, UnitsError> {
    let entries = std::fs::read_dir(dir).map_err(UnitsError::io(dir))?;
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(UnitsError::io(dir))?.path();
        if path.extension().is_some_and(|found| found.eq_ignore_ascii_case(ending)) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
