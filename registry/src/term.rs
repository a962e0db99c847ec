//! Texts that many versions share, stored once: 24 million addresses lie in some hundred thousand
//! streets and hamlets.

use std::cell::RefCell;
use std::rc::Rc;

use hashbrown::HashMap;
use rusqlite::{Connection, OptionalExtension};

use crate::RegistryError;

/// Texts to numbers, for one load; numbers given to new texts live and die with its transaction.
#[derive(Default)]
pub(crate) struct TermNumbers {
    known: HashMap<String, i64>,
}

impl TermNumbers {
    /// The number of `text`, given now if it has none.
    pub(crate) fn number(&mut self, db: &Connection, text: &str) -> Result<i64, RegistryError> {
        if let Some(number) = self.known.get(text) {
            return Ok(*number);
        }
        let number = match find(db, text)? {
            Some(number) => number,
            None => add(db, text)?,
        };
        self.known.insert(text.to_owned(), number);
        Ok(number)
    }
}

fn find(db: &Connection, text: &str) -> Result<Option<i64>, RegistryError> {
    let mut find = db.prepare_cached("SELECT id FROM term WHERE text = ?")?;
    Ok(find.query_row([text], |row| row.get(0)).optional()?)
}

fn add(db: &Connection, text: &str) -> Result<i64, RegistryError> {
    db.prepare_cached("INSERT INTO term (text) VALUES (?)")?.execute([text])?;
    Ok(db.last_insert_rowid())
}

/// Numbers to texts, for one reading; memory is that of the distinct texts met.
pub(crate) struct TermTexts<'a> {
    db: &'a Connection,
    known: RefCell<HashMap<i64, Rc<str>>>,
}

impl<'a> TermTexts<'a> {
    pub(crate) fn new(db: &'a Connection) -> Self {
        Self { db, known: RefCell::default() }
    }

    /// The text of `number`.
    pub(crate) fn text(&self, number: i64) -> Result<Rc<str>, RegistryError> {
        if let Some(text) = self.known.borrow().get(&number) {
            return Ok(Rc::clone(text));
        }
        let mut find = self.db.prepare_cached("SELECT text FROM term WHERE id = ?")?;
        let text: Option<String> = find.query_row([number], |row| row.get(0)).optional()?;
        let text: Rc<str> = text.ok_or_else(|| RegistryError::damaged(format!("there is no term {number}")))?.into();
        self.known.borrow_mut().insert(number, Rc::clone(&text));
        Ok(text)
    }
}
