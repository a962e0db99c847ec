//! Texts that many versions share, stored once: 24 million addresses lie in some hundred thousand
//! streets and hamlets.

use std::rc::Rc;

use hashbrown::HashMap;

use crate::RegistryError;
use crate::database::{Database, Table, Value};

const TABLE: Table = Table { name: "term", columns: &["id", "text"] };

/// Texts and their numbers, as far as they were met. Memory is that of the distinct texts.
#[derive(Default)]
pub(crate) struct Terms {
    numbers: HashMap<Rc<str>, i64>,
    texts: HashMap<i64, Rc<str>>,
    /// The greatest number given; absent until it is asked.
    greatest: Option<i64>,
}

impl Terms {
    /// Every text there is.
    pub(crate) fn all(db: &dyn Database) -> Result<Self, RegistryError> {
        let mut terms = Self::default();
        db.query("SELECT id, text FROM term", &[], &mut |row| {
            terms.note(row.integer(0)?, &row.text(1)?);
            Ok(())
        })?;
        Ok(terms)
    }

    /// Sees to it that each of `texts` has its number, given now where it has none.
    pub(crate) fn enter<'t>(
        &mut self,
        db: &dyn Database,
        texts: impl Iterator<Item = &'t str>,
    ) -> Result<(), RegistryError> {
        let mut unknown: Vec<&str> = texts.filter(|text| !self.numbers.contains_key(*text)).collect();
        if unknown.is_empty() {
            return Ok(());
        }
        unknown.sort_unstable();
        unknown.dedup();
        self.look_up(db, &unknown)?;
        unknown.retain(|text| !self.numbers.contains_key(*text));
        let mut greatest = match self.greatest {
            Some(greatest) => greatest,
            None => db.number("SELECT coalesce(max(id), 0) FROM term", &[])?,
        };
        let mut values = Vec::with_capacity(unknown.len() * 2);
        for text in unknown {
            greatest += 1;
            values.extend([Value::Integer(greatest), Value::Text(text)]);
            self.note(greatest, text);
        }
        self.greatest = Some(greatest);
        db.insert(&TABLE, &values)
    }

    /// The number of `text`, which was entered; `None` where it was not.
    pub(crate) fn number(&self, text: &str) -> Option<i64> {
        self.numbers.get(text).copied()
    }

    /// The number of `text` where it has one.
    pub(crate) fn find(&mut self, db: &dyn Database, text: &str) -> Result<Option<i64>, RegistryError> {
        if !self.numbers.contains_key(text) {
            self.look_up(db, &[text])?;
        }
        Ok(self.number(text))
    }

    fn look_up(&mut self, db: &dyn Database, texts: &[&str]) -> Result<(), RegistryError> {
        let values: Vec<_> = texts.iter().map(|text| Value::Text(text)).collect();
        db.query_each("SELECT id FROM term WHERE text = ?1", 1, &values, &mut |question, row| {
            self.note(row.integer(0)?, texts[question]);
            Ok(())
        })
    }

    /// Sees to it that the texts of `numbers` are known.
    pub(crate) fn read(&mut self, db: &dyn Database, numbers: impl Iterator<Item = i64>) -> Result<(), RegistryError> {
        let mut unknown: Vec<i64> = numbers.filter(|number| !self.texts.contains_key(number)).collect();
        if unknown.is_empty() {
            return Ok(());
        }
        unknown.sort_unstable();
        unknown.dedup();
        let values: Vec<_> = unknown.iter().copied().map(Value::Integer).collect();
        db.query_each("SELECT text FROM term WHERE id = ?1", 1, &values, &mut |question, row| {
            self.note(unknown[question], &row.text(0)?);
            Ok(())
        })
    }

    /// The text of `number`, which was read.
    pub(crate) fn text(&self, number: i64) -> Result<&str, RegistryError> {
        self.texts
            .get(&number)
            .map(|text| &**text)
            .ok_or_else(|| RegistryError::damaged(format!("there is no term {number}")))
    }

    fn note(&mut self, number: i64, text: &str) {
        let text: Rc<str> = text.into();
        self.numbers.insert(Rc::clone(&text), number);
        self.texts.insert(number, text);
    }
}
