//! What requests are made of: path, parameters, what is always sent, body, credentials.

use super::data::{Body, Constant, Credential, Param, Piece, Place, Spelling, Tokens, Type};
use super::{Context, path_of};
use crate::model::{
    self, Api, ConstantTarget, ConstantValue, FormField, GrantType, Operation, OperationAuth,
    PathPiece, Signature, TokenPlace,
};
use crate::read::redact::is_secret_name;

/// The segments of the path.
pub(super) fn path(operation: &Operation) -> Vec<Vec<Piece>> {
    let segments = operation.path.iter().map(|segment| {
        let pieces = segment.iter().map(|piece| match piece {
            PathPiece::Literal(text) => Piece::Literal(text.clone()),
            PathPiece::Param(index) => Piece::Param(*index),
            PathPiece::Setting(_) => Piece::Any,
        });
        pieces.collect()
    });
    segments.collect()
}

/// Parameters.
pub(super) fn params(context: &mut Context<'_>, params: &[model::Param]) -> Vec<Param> {
    params.iter().map(|one| param(context, one)).collect()
}

fn param(context: &mut Context<'_>, param: &model::Param) -> Param {
    let types = &context.understood.types;
    Param {
        name: param.wire.clone(),
        ty: context
            .types
            .ty(types.slot(param.slot), types.format(param.slot)),
        required: param.required,
        spelling: match (param.brackets, types.is_json_text(param.slot)) {
            (true, _) => Spelling::Brackets,
            (false, true) => Spelling::Json,
            (false, false) if types.is_joined(param.slot) => Spelling::Joined,
            (false, false) => Spelling::Plain,
        },
        secret: param.secret || is_secret_name(&param.wire),
    }
}

/// What is always sent.
pub(super) fn constants(operation: &Operation) -> Vec<Constant> {
    let constants = operation.constants.iter().map(|constant| Constant {
        place: match constant.target {
            ConstantTarget::Query => Place::Query,
            ConstantTarget::Header => Place::Header,
        },
        name: constant.wire.clone(),
        value: match &constant.value {
            ConstantValue::Literal(text) => Some(text.clone()),
            ConstantValue::Setting(_) => None,
        },
    });
    let fields = match &operation.body {
        Some(model::Body::Form { fields, .. }) => fields.as_slice(),
        _ => &[],
    };
    let of_form = fields.iter().filter_map(|field| match field {
        FormField::Constant { wire, value, .. } => Some(Constant {
            place: Place::Form,
            name: wire.clone(),
            value: Some(value.clone()),
        }),
        FormField::Text { .. } | FormField::File { .. } => None,
    });
    constants.chain(of_form).collect()
}

/// The body.
pub(super) fn body(context: &mut Context<'_>, operation: &Operation) -> Option<Body> {
    let types = &context.understood.types;
    Some(match operation.body.as_ref()? {
        model::Body::Json { slot, .. } => {
            Body::Json(context.types.ty(types.slot(*slot), types.format(*slot)))
        }
        model::Body::Text { media_type, .. } => Body::Text(media_type.clone()),
        model::Body::File => Body::File,
        model::Body::Form { multipart, fields } => {
            let fields = fields
                .iter()
                .filter_map(|one| field(context, one))
                .collect();
            match multipart {
                true => Body::Multipart(fields),
                false => Body::Form(fields),
            }
        }
    })
}

fn field(context: &mut Context<'_>, field: &FormField) -> Option<Param> {
    match field {
        FormField::Text { param: text, .. } => Some(param(context, text)),
        FormField::File { wire, required, .. } => Some(Param {
            name: wire.clone(),
            ty: Type::Any,
            required: *required,
            spelling: Spelling::File,
            secret: false,
        }),
        FormField::Constant { .. } => None,
    }
}

/// Where tokens are given, and by which grants.
pub(crate) fn tokens(api: &Api) -> Option<Tokens> {
    let server = api.oauth2.as_ref()?.server.as_ref()?;
    let urls = [Some(&server.token_url), server.refresh_url.as_ref()];
    let mut paths: Vec<String> = urls
        .into_iter()
        .flatten()
        .map(|url| path_of(url).to_owned())
        .collect();
    paths.dedup();
    let grants = server.grants.iter().map(|grant| match &grant.kind {
        GrantType::ClientCredentials => "client_credentials".to_owned(),
        GrantType::Password => "password".to_owned(),
        GrantType::AuthorizationCode => "authorization_code".to_owned(),
        GrantType::Other(name) => name.clone(),
    });
    Some(Tokens {
        paths,
        grants: grants.collect(),
    })
}

/// What the operation needs to know who asks.
pub(super) fn credentials(api: &Api, operation: &Operation) -> Vec<Credential> {
    let OperationAuth::Credentials(ids) = &operation.auth else {
        return Vec::new();
    };
    let credentials = ids
        .iter()
        .filter_map(|id| credential(&api.credentials[id.0]));
    credentials.collect()
}

/// A credential that can be seen in a request. Digest is not asked for before there was a challenge, and what a caller signs
/// nobody knows.
fn credential(credential: &model::Credential) -> Option<Credential> {
    let word = |word: &str| {
        let word = word.split_whitespace().next().unwrap_or_default();
        Some(Credential::Header(
            "Authorization".to_owned(),
            word.to_owned(),
        ))
    };
    match credential {
        model::Credential::Bearer => word("Bearer"),
        model::Credential::Basic => word("Basic"),
        model::Credential::Token { prefix } => word(prefix),
        model::Credential::Composed { key, texts, .. } => {
            let scheme = texts.first()?.split_once(' ');
            let scheme = scheme.map_or("", |(scheme, _)| scheme);
            Some(Credential::Header(key.clone(), scheme.to_owned()))
        }
        model::Credential::ApiKey {
            key,
            in_query: true,
        } => Some(Credential::Query(key.clone())),
        model::Credential::ApiKey { key, .. } => {
            Some(Credential::Header(key.clone(), String::new()))
        }
        model::Credential::Signature(signature) => match signature {
            Signature::OAuth1 {
                in_header: true, ..
            } => word("OAuth"),
            Signature::OAuth1 { .. } | Signature::Digest => None,
            Signature::AwsV4 { .. } => word("AWS4-HMAC-SHA256"),
            Signature::EdgeGrid { .. } => word("EG1-HMAC-SHA256"),
            Signature::Hawk { .. } => word("Hawk"),
            Signature::Jwt { place, .. } => match place {
                TokenPlace::Header(prefix) => word(prefix),
                TokenPlace::Query(key) => Some(Credential::Query(key.clone())),
            },
        },
        model::Credential::Signed { .. } => None,
    }
}
