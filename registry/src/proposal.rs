//! What people and agencies say should be changed, and what became of it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use vmap_core::PlaceId;
use vmap_core::place::Place;

use crate::batch::Work;
use crate::database::{Row, Table};
use crate::facts::{Certification, Facts, Reason, Status, day_number, numbered};
use crate::review::{Decided, read_decided};
use crate::version::{ordinal, place_id};
use crate::writer::{BatchHead, Writer};
use crate::{Registry, RegistryError, Source};

const TABLE: Table =
    Table { name: "proposal", columns: &["id", "kind", "place", "content", "comment", "submitted_by", "submitted_at"] };

/// What a proposal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProposalKind {
    /// The place lies elsewhere.
    Move,
    /// Its address is another.
    Correct,
    /// A place that is not registered.
    New,
    /// The place is no longer there.
    Gone,
}

const KINDS: [ProposalKind; 4] = [ProposalKind::Move, ProposalKind::Correct, ProposalKind::New, ProposalKind::Gone];

/// What a person found of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProposalDecision {
    /// It is right.
    Accept,
    /// It is not.
    Reject,
}

const DECISIONS: [ProposalDecision; 2] = [ProposalDecision::Accept, ProposalDecision::Reject];

/// A proposal as it is made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewProposal {
    /// What it asks for.
    pub kind: ProposalKind,
    /// The place that it is about; absent for a new one.
    pub place: Option<PlaceId>,
    /// The place as it should be; absent where it is gone.
    pub content: Option<Place>,
    /// Since when this is so, where told.
    pub valid_from: Option<Date>,
    /// Why, in the words of who made it.
    pub comment: String,
    /// Who made it: what they called themselves, or nothing.
    pub submitted_by: String,
}

/// A proposal and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// Counted from 1.
    pub number: u64,
    /// What was proposed.
    #[serde(flatten)]
    pub proposed: NewProposal,
    /// When, RFC 3339 in UTC.
    pub submitted_at: String,
    /// What was decided.
    pub decided: Option<Decided<ProposalDecision>>,
    /// The change that it led to.
    pub change: Option<u64>,
}

/// The content of a proposal as it is kept.
#[derive(Serialize, Deserialize)]
struct Content {
    place: Option<Place>,
    valid_from: Option<Date>,
}

const PROPOSALS: &str = "SELECT id, kind, place, content, comment, submitted_by, submitted_at, decision, decided_by, \
                         decided_at, note, change FROM proposal";

impl Registry {
    /// Takes a proposal and gives it its number. Nothing of the registry changes before it is accepted.
    ///
    /// # Errors
    /// Where it is about a place that there is not, or lacks what its kind needs.
    pub fn propose(&mut self, proposal: &NewProposal) -> Result<u64, RegistryError> {
        let at = self.now();
        let NewProposal { kind, place, content, valid_from, comment, submitted_by } = proposal;
        let needs = (*kind != ProposalKind::New, *kind != ProposalKind::Gone);
        if needs != (place.is_some(), content.is_some()) {
            return Err(RegistryError::IncompleteProposal);
        }
        if let Some(id) = place
            && self.version(*id)?.is_none()
        {
            return Err(RegistryError::NoPlace(*id));
        }
        let content = Content { place: content.clone(), valid_from: *valid_from };
        let content = serde_json::to_string(&content).map_err(RegistryError::damaged)?;
        self.writing(|registry| {
            let number = registry.db().number("SELECT coalesce(max(id), 0) + 1 FROM proposal", &[])?;
            let values = [
                number.into(),
                (*kind as i64).into(),
                place.map(ordinal).into(),
                (&content).into(),
                comment.into(),
                submitted_by.into(),
                (&at).into(),
            ];
            registry.db().insert(&TABLE, &values)?;
            Ok(number as u64)
        })
    }

    /// Proposals that wait for a decision, the oldest first; at most `limit`.
    pub fn open_proposals(&self, limit: u64) -> Result<Vec<Proposal>, RegistryError> {
        self.db().all(&format!("{PROPOSALS} WHERE decision IS NULL ORDER BY id LIMIT ?1"), &[limit.into()], read)
    }

    /// How many proposals wait for a decision.
    pub fn count_open_proposals(&self) -> Result<u64, RegistryError> {
        Ok(self.db().number("SELECT count(*) FROM proposal WHERE decision IS NULL", &[])? as u64)
    }

    /// The proposal of this number.
    pub fn proposal(&self, number: u64) -> Result<Option<Proposal>, RegistryError> {
        self.db().first(&format!("{PROPOSALS} WHERE id = ?1"), &[number.into()], read)
    }

    /// Decides on the proposal `number`. Accepting makes a version of the place, or a new one, whose
    /// source is `source`, in a batch of its own; `certified` says who vouches for it.
    pub fn decide_proposal(
        &mut self,
        number: u64,
        decision: ProposalDecision,
        source: &Source,
        certified: Option<Certification>,
        (by, note): (&str, &str),
    ) -> Result<Proposal, RegistryError> {
        let at = self.now();
        let db = self.db();
        let head = BatchHead {
            work: Work::Proposal,
            source: 0,
            file: format!("proposal {number}"),
            source_date: None,
            recorded_at: at.clone(),
            reverts: None,
        };
        let mut writer = Writer::begin(db, head)?;
        let found = db.first(&format!("{PROPOSALS} WHERE id = ?1"), &[number.into()], read)?;
        let proposal = found.ok_or(RegistryError::NoProposal(number))?;
        if let Some(decided) = &proposal.decided {
            let (by, at) = (decided.by.clone(), decided.at.clone());
            return Err(RegistryError::AlreadyDecided { what: format!("proposal {number}"), by, at });
        }
        let mut change = None;
        if decision == ProposalDecision::Accept {
            writer.head.source = source.enter(db, false)?;
            change = Some(writer.accept(&proposal.proposed, certified)?);
        }
        db.execute(
            "UPDATE proposal SET decision = ?2, decided_by = ?3, decided_at = ?4, note = ?5, change = ?6 WHERE id = ?1",
            &[number.into(), (decision as i64).into(), by.into(), (&at).into(), note.into(), change.into()],
        )?;
        writer.finish()?;
        writer.commit()?;
        self.proposal(number)?.ok_or(RegistryError::NoProposal(number))
    }
}

impl Writer<'_> {
    /// Makes what `proposed` asks for so; the change number.
    fn accept(&mut self, proposed: &NewProposal, certified: Option<Certification>) -> Result<i64, RegistryError> {
        let valid_from = proposed.valid_from.map(day_number);
        let Some(place) = proposed.place.map(ordinal) else {
            let content = proposed.content.as_ref().ok_or(RegistryError::IncompleteProposal)?;
            let mut facts = Facts { valid_from: proposed.valid_from, ..Facts::default() };
            facts.details.certified = certified;
            let stored = self.content(content, &facts)?;
            self.create(stored, content.key(), false, Reason::Proposal)?;
            return Ok(self.last_change() as i64);
        };
        let place = self.living(place)?;
        let Some(content) = &proposed.content else {
            return self.retire(place, None, valid_from, Reason::Proposal);
        };
        let current = self.standing(place)?.content.clone();
        let mut details = current.details()?;
        details.certified = certified;
        let facts = Facts { status: Status::Current, position: current.position, details, ..Facts::default() };
        let mut stored = self.content(content, &facts)?;
        stored.valid_from = valid_from.or(self.day());
        let source = self.head.source;
        self.follow(place, stored, source, false, Reason::Proposal)
    }
}

fn read(row: &dyn Row) -> Result<Proposal, RegistryError> {
    let content: Content = serde_json::from_str(&row.text(3)?).map_err(RegistryError::damaged)?;
    Ok(Proposal {
        number: row.count(0)?,
        proposed: NewProposal {
            kind: numbered(&KINDS, row.integer(1)?, "kind of proposals")?,
            place: row.optional_integer(2)?.map(place_id).transpose()?,
            content: content.place,
            valid_from: content.valid_from,
            comment: row.text(4)?,
            submitted_by: row.text(5)?,
        },
        submitted_at: row.text(6)?,
        decided: read_decided(row, 7, &DECISIONS)?,
        change: row.optional_integer(11)?.map(|change| change as u64),
    })
}
