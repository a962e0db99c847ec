//! The forms in which a home without a number is asked for: by its hamlet.

use super::forms::{Form, former, reversed, unmarked};

pub const WITHOUT_NUMBER: [Form; 4] = [
    Form { name: "no number, marked", write: |address, _| Some(address.current.label.clone()) },
    Form { name: "no number, unmarked", write: |address, _| Some(unmarked(&address.current.label)) },
    Form { name: "no number, former", write: |address, _| former(address) },
    Form { name: "no number, reversed", write: |address, _| Some(reversed(&address.current.label)) },
];
