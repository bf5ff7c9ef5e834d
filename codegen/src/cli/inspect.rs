//! `postwright inspect`: what a collection says, for people and programs.

use postwright::address::Address;
use postwright::explain::{self, ExplainError};
use postwright::read::Document;
use postwright::{Understood, inspect};

use super::arguments::Inspect;
use super::terminal::Terminal;
use super::{Stop, input};

impl From<ExplainError> for Stop {
    fn from(error: ExplainError) -> Self {
        let help = match error {
            ExplainError::NoType(_) => {
                "\n  help: name a parameter, a JSON body, an answer or a member; `--only` shows what there is"
            }
            ExplainError::Address(_) => "",
        };
        Self::failed(format!("error: {error}{help}"))
    }
}

/// Does the job.
pub(crate) fn run(job: &Inspect, terminal: &Terminal) -> Result<(), Stop> {
    let progress = terminal.progress("reading the collection");
    let input = input::read(&job.collection, &job.environment, job.overrides.as_deref())?;
    let name = postwright::name_of(&job.collection);
    let (document, understood, _) = postwright::understand(input, &name)?;
    let text = match &job.explain {
        Some(address) => explained(&document, &understood, address, job.json)?,
        None if job.suggest => explain::suggest(&understood),
        None => overview(&understood, job)?,
    };
    drop(progress);
    terminal.print_raw(&text);
    Ok(())
}

fn overview(understood: &Understood, job: &Inspect) -> Result<String, Stop> {
    let only: Option<Address> = job.only.as_deref().map(str::parse).transpose()?;
    let overview = inspect::inspect(understood, only.as_ref())?;
    Ok(match job.json {
        true => format!("{:#}\n", inspect::json(&overview)),
        false => inspect::text(&overview),
    })
}

fn explained(
    document: &Document,
    understood: &Understood,
    address: &str,
    json: bool,
) -> Result<String, Stop> {
    let explanation = explain::explain(understood, &address.parse()?)?;
    Ok(match json {
        true => format!("{:#}\n", explain::json(&explanation, document)),
        false => explain::text(&explanation, document),
    })
}
