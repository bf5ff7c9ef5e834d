//! Registers two people for a meeting and turns one of them away.

use std::time::Duration;

use generated::zoom::{Client, Error, meetings};

use crate::Outcome;

const MEETING: i64 = 85_746_065;

pub async fn run(token: &str) -> Outcome {
    let zoom = Client::builder().bearer_token(token).build()?;

    let person = |first: &str, email: &str| meetings::PerformBatchRegistrationRequestRegistrant {
        first_name: Some(first.to_owned()),
        email: Some(email.to_owned()),
        ..Default::default()
    };
    let added = zoom
        .meetings()
        .perform_batch_registration(
            MEETING,
            &meetings::PerformBatchRegistration {
                auto_approve: Some(true),
                registrants: Some(vec![
                    person("Ada", "ada@example.com"),
                    person("Grace", "grace@example.com"),
                ]),
                ..Default::default()
            },
        )
        .await?;
    for registrant in &added.registrants {
        if let (Some(email), Some(url)) = (&registrant.email, &registrant.join_url) {
            println!("{email} joins at {url}");
        }
    }

    let outcome = zoom
        .meetings()
        .update_registrant_status(
            MEETING,
            &meetings::UpdateRegistrantStatus::new(meetings::Action::Deny),
            None,
        )
        .timeout(Duration::from_secs(5))
        .await;
    match outcome {
        Ok(answer) => println!("{}", answer.status()),
        Err(Error::Api(answer)) => match answer.body() {
            meetings::UpdateRegistrantStatusError::NotFound(text) => println!("nobody: {text}"),
            other => println!("{}: {other:?}", answer.status()),
        },
        Err(other) => return Err(other.into()),
    }

    // Calls own what they need: they go to other tasks, and wait for each other.
    let later = meetings::UpdateRegistrantStatusParams {
        occurrence_id: Some("1648194360000".to_owned()),
    };
    let approve = meetings::UpdateRegistrantStatus::new(meetings::Action::Approve);
    let calls: Vec<_> = [MEETING, MEETING + 1]
        .map(|meeting| {
            let call = zoom
                .meetings()
                .update_registrant_status(meeting, &approve, Some(&later));
            tokio::spawn(call)
        })
        .into();
    for call in calls {
        call.await??;
    }
    Ok(())
}
