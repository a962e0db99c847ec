//! A file that is sent in a form (`multipart/form-data`, RFC 7578), kept on disk while it is worked on: who
//! sends a million rows sends all of them before the first answer is read.

use std::fs::File;
use std::path::PathBuf;

use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};
use axum::http::StatusCode;
use tokio::io::AsyncWriteExt;

use super::parameters::Parameters;
use super::problem::Problem;

/// The field of the form that holds the file.
const DATA: &str = "data";
/// Most bytes of a file.
pub const MOST_BYTES: usize = 4 << 30;
/// Most bytes of another field.
const MOST_FIELD_BYTES: usize = 4096;
/// Most other fields.
const MOST_FIELDS: usize = 256;

/// A form with its file.
pub struct Upload {
    /// The file, at its beginning. It has no name on the disk, and is gone when it is closed.
    pub file: File,
    /// What the client calls it.
    pub name: PathBuf,
    /// The other fields.
    pub fields: Vec<(String, String)>,
}

impl Upload {
    /// Receives `form` to its end. Memory: some hundred kilobytes, whatever the file.
    ///
    /// # Errors
    /// Where the form has not one file called `data`, breaks off or is too large.
    pub async fn receive(mut form: Multipart) -> Result<Self, Problem> {
        let (mut data, mut fields) = (None, Vec::new());
        while let Some(field) = form.next_field().await.map_err(refused)? {
            match field.name() {
                Some(DATA) if data.is_some() => return Err(Problem::parameter(DATA, "given twice, once is enough")),
                Some(DATA) => data = Some((name_of(&field), keep(field).await?)),
                Some(_) if fields.len() >= MOST_FIELDS => return Err(Problem::body("the form has too many fields")),
                Some(_) => fields.push(text(field).await?),
                None => return Err(Problem::body("a field of the form has no name")),
            }
        }
        let (name, file) =
            data.ok_or_else(|| Problem::parameter(DATA, "missing: send the file in the field data of a form"))?;
        Ok(Self { file, name, fields })
    }

    /// The fields of the form and the parameters of the query string as one.
    pub fn parameters(fields: Vec<(String, String)>, query: Option<&str>) -> Parameters {
        let query = form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned();
        Parameters::from_pairs(query.chain(fields).collect())
    }
}

fn name_of(field: &Field<'_>) -> PathBuf {
    field.file_name().filter(|name| !name.is_empty()).unwrap_or(DATA).into()
}

/// The content of `field` in a file that no other process sees.
async fn keep(mut field: Field<'_>) -> Result<File, Problem> {
    let mut file = tokio::fs::File::from_std(tempfile::tempfile().map_err(no_room)?);
    while let Some(chunk) = field.chunk().await.map_err(refused)? {
        file.write_all(&chunk).await.map_err(no_room)?;
    }
    file.flush().await.map_err(no_room)?;
    let mut file = file.into_std().await;
    std::io::Seek::rewind(&mut file).map_err(no_room)?;
    Ok(file)
}

async fn text(mut field: Field<'_>) -> Result<(String, String), Problem> {
    let name = field.name().unwrap_or_default().to_owned();
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(refused)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > MOST_FIELD_BYTES {
            return Err(Problem::body(format!("the field {name:?} has more than {MOST_FIELD_BYTES} bytes")));
        }
    }
    // What is no UTF-8 is refused with the parameters.
    Ok((name, String::from_utf8_lossy(&bytes).into_owned()))
}

fn refused(error: MultipartError) -> Problem {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Problem::too_large(format!("a file has at most {MOST_BYTES} bytes; send it in several"))
        }
        _ => Problem::body(format!("the form cannot be read: {}", error.body_text())),
    }
}

fn no_room(error: std::io::Error) -> Problem {
    tracing::error!(%error, "a file that was sent cannot be kept on disk");
    Problem::unavailable("the file cannot be kept on this server's disk now; the server's log says why", 60)
}
