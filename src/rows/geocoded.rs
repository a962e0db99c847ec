//! The answer of `/search` or `/reverse` for every row.

use vmap_geocoder::{AdminForm, Geocoder, Hit, ResultType, SearchRequest};
use vmap_pipeline::readers::TableRow;

use super::columns::{AddressColumns, PositionColumns, text_of};
use super::result_columns::ResultColumns;
use super::{RowAnswer, RowAnswers};
use crate::answering::{AnswerStatus, Question, Wishes, answer};

/// The columns that hold what is asked.
pub enum Asked {
    /// Addresses, each within what its row says.
    Addresses(AddressColumns, RowFilters),
    /// Positions.
    Positions(PositionColumns),
}

/// Columns that narrow the search of their row; a blank there narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowFilters {
    /// Code of today's ward.
    pub ward_code: Option<usize>,
    /// Code of today's province.
    pub province_code: Option<usize>,
    /// Where the place should be near.
    pub near: Option<PositionColumns>,
}

/// Asks for every row of a table.
pub struct GeocodedRows<'a> {
    /// Whom to ask.
    pub geocoder: &'a Geocoder,
    /// Where the question stands in a row.
    pub asked: Asked,
    /// Only results of these types; of all where empty.
    pub types: Vec<ResultType>,
    /// What is told of a result.
    pub columns: ResultColumns,
}

impl GeocodedRows<'_> {
    fn wishes(&self) -> Wishes {
        Wishes { admin: AdminForm::Both, types: self.types.clone(), ..Wishes::default() }
    }

    fn question(&self, row: &TableRow) -> Result<Question, String> {
        Ok(match &self.asked {
            Asked::Addresses(columns, filters) => {
                Question::Search(filters.narrow(self.wishes().search(columns.text(row)?), row)?)
            }
            Asked::Positions(columns) => Question::Reverse(self.wishes().reverse(columns.point(row)?)),
        })
    }

    fn values(&self, hits: &[Hit]) -> Vec<String> {
        self.columns.values(hits, self.geocoder.release().id())
    }
}

impl RowAnswers for GeocodedRows<'_> {
    fn columns(&self) -> Vec<&'static str> {
        self.columns.names()
    }

    fn blank(&self) -> Vec<String> {
        self.values(&[])
    }

    fn answer(&self, row: &TableRow) -> Result<RowAnswer, String> {
        let hits = answer(self.geocoder, &self.question(row)?);
        Ok(RowAnswer { status: AnswerStatus::of(&hits), values: self.values(&hits) })
    }
}

impl RowFilters {
    fn narrow(&self, request: SearchRequest, row: &TableRow) -> Result<SearchRequest, String> {
        let text = |column: Option<usize>| column.and_then(|at| text_of(row, at)).map(str::to_owned);
        let near = self.near.filter(|columns| !columns.are_blank(row));
        Ok(SearchRequest {
            ward_code: text(self.ward_code),
            province_code: text(self.province_code),
            bias: near.map(|columns| columns.point(row)).transpose()?,
            ..request
        })
    }
}
