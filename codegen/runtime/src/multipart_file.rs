//! Files as parts of a `multipart/form-data` body.

use super::encode;
use super::file::File;
use super::multipart::{Multipart, quoted};

impl Multipart {
    /// Adds a part for each file, all under one name.
    pub fn file<'a>(&mut self, name: &str, files: impl IntoIterator<Item = &'a File>) {
        for file in files {
            self.one_file(name, file, None);
        }
    }

    /// Adds a part for each file, all under one name, with a content type where a file states none.
    pub fn file_as<'a>(
        &mut self,
        name: &str,
        files: impl IntoIterator<Item = &'a File>,
        content_type: &str,
    ) {
        for file in files {
            self.one_file(name, file, Some(content_type));
        }
    }

    fn one_file(&mut self, name: &str, file: &File, otherwise: Option<&str>) {
        match file.body(name) {
            Ok(body) => {
                // Without a name there is no file: the field is there, but empty.
                let content_type =
                    (!file.name().is_empty()).then(|| file.content_type_or(otherwise));
                self.part(name, &file_name(file.name()), content_type, body);
            }
            Err(error) => self.fail(error),
        }
    }
}

/// The file name in a `Content-Disposition`: raw UTF-8 as browsers do, and also in the extended notation (RFC 8187)
/// if it has characters beyond ISO 8859-1. RFC 7578 §4.2 does not want that one, but the Postman runtime sends it
/// and some servers read nothing else.
fn file_name(name: &str) -> String {
    let mut text = format!("; filename=\"{}\"", quoted(name));
    if name.chars().any(|c| c > '\u{FF}') {
        text.push_str("; filename*=UTF-8''");
        encode::extended_value(name, &mut text);
    }
    text
}
