//! What may be asked of the server, and what it answers.
//!
//! | request | answer |
//! | --- | --- |
//! | `GET /` | where a code is typed |
//! | `POST /join` | with a code: on to the page of its seat |
//! | `GET /TOKEN/` | the page of a place |
//! | `GET /TOKEN/view` | what that place knows by now, as JSON |
//! | `GET /TOKEN/events` | a stream that tells when to look again |
//! | `POST /TOKEN/do` | something done by that place, as JSON |
//! | `GET /TOKEN/forecast/N` | for the facilitator: what is to be expected of each answer to the N-th choice, from 0 |
//! | `POST /TOKEN/show` | for the facilitator: that forecast is shown to everybody, or not any more |
//! | `GET /live.js`, `GET /live.css` | script and style |
//!
//! Everything else is answered with 404, everything from elsewhere with 403 or 421, what is too long with 413, what is too slow with 408.

use std::convert::Infallible;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::rejection::JsonRejection;
use axum::extract::{DefaultBodyLimit, Form, Json, Path, Request, State};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use futures_util::stream::{self, Stream};
use serde::Deserialize;
use serde_json::json;
use tokio::time::Instant;

use super::deed::{self, Deed};
use super::guard;
use super::outlook;
use super::places::Part;
use super::script;
use super::server::Stage;
use crate::exercise::words::Point;
use crate::exercise::{Kind, Trouble};

const PAGE: &str = include_str!("pages/live.html");
const JOIN: &str = include_str!("pages/join.html");
const SCRIPT: &str = include_str!("pages/live.js");
const STYLE: &str = include_str!("pages/live.css");

/// The longest body that is read, in bytes.
const LONGEST: usize = 16 * 1024;
/// How long what is done may take to come.
const SLOWEST: Duration = Duration::from_secs(10);
/// How many wrong codes may be typed in a minute before everybody has to wait: a code has a thousand million fellows.
const WRONG_CODES: usize = 20;

pub(super) fn router(stage: Arc<Stage>) -> Router {
    Router::new()
        .route("/", get(|| async { html(JOIN) }))
        .route("/join", post(join))
        .route("/live.js", get(|| async { text("text/javascript; charset=utf-8", SCRIPT) }))
        .route("/live.css", get(|| async { text("text/css; charset=utf-8", STYLE) }))
        // Browsers ask for it by themselves.
        .route("/favicon.ico", get(|| async { StatusCode::NO_CONTENT }))
        .route("/{token}/", get(page))
        .route("/{token}/view", get(view))
        .route("/{token}/events", get(events))
        .route("/{token}/do", post(does))
        .route("/{token}/forecast/{nth}", get(forecast))
        .route("/{token}/show", post(show))
        .fallback(nothing)
        .layer(DefaultBodyLimit::max(LONGEST))
        .layer(middleware::from_fn_with_state(stage.clone(), door))
        .with_state(stage)
}

/// Every request comes through here: turned away, or answered in time, and sealed.
async fn door(State(stage): State<Arc<Stage>>, request: Request, next: Next) -> Response {
    let mut response = match guard::turned_away(&stage.hosts, request.method(), request.headers()) {
        Some((status, words)) => refused(status, words),
        // What is only asked for has come by now; a body may still be on its way.
        None if matches!(*request.method(), Method::GET | Method::HEAD) => next.run(request).await,
        None => match tokio::time::timeout(SLOWEST, next.run(request)).await {
            Ok(response) => response,
            Err(_) => refused(StatusCode::REQUEST_TIMEOUT, "that took too long to come"),
        },
    };
    guard::seal(response.headers_mut());
    response
}

/// Nothing of the path is repeated.
async fn nothing() -> Response {
    refused(StatusCode::NOT_FOUND, "there is nothing here; use the link as it was printed")
}

fn html(page: &'static str) -> Response {
    text("text/html; charset=utf-8", page)
}
fn text(kind: &'static str, body: &'static str) -> Response {
    ([(CONTENT_TYPE, kind)], body).into_response()
}
fn refused(status: StatusCode, words: &str) -> Response {
    (status, [(CONTENT_TYPE, "text/plain; charset=utf-8")], format!("{words}\n")).into_response()
}
/// A link that is nobody's.
fn nobodys() -> Response {
    refused(StatusCode::NOT_FOUND, "this link belongs to nobody in this exercise; use it as it was printed, or join with a code")
}

#[derive(Deserialize)]
struct Typed {
    code: String,
}

async fn join(State(stage): State<Arc<Stage>>, Form(Typed { code }): Form<Typed>) -> Response {
    let now = Instant::now();
    {
        let mut wrong = stage.wrong_codes.lock().unwrap_or_else(PoisonError::into_inner);
        wrong.retain(|at| now.duration_since(*at) < Duration::from_secs(60));
        if wrong.len() >= WRONG_CODES {
            return refused(StatusCode::TOO_MANY_REQUESTS, "too many wrong codes; wait a minute, and ask the facilitator for yours");
        }
    }
    match stage.places.by_code(&code) {
        Some(place) => (StatusCode::SEE_OTHER, [(LOCATION, format!("/{}/", stage.places.all()[place].token))]).into_response(),
        None => {
            stage.wrong_codes.lock().unwrap_or_else(PoisonError::into_inner).push(now);
            refused(StatusCode::FORBIDDEN, "no seat has that code; go back and type it as the facilitator's page shows it")
        }
    }
}

async fn page(State(stage): State<Arc<Stage>>, Path(token): Path<String>) -> Response {
    stage.places.by_token(&token).map_or_else(nobodys, |_| html(PAGE))
}

async fn view(State(stage): State<Arc<Stage>>, Path(token): Path<String>) -> Response {
    let Some(place) = stage.places.by_token(&token) else { return nobodys() };
    let seen = tokio::task::spawn_blocking(move || {
        let place = &stage.places.all()[place];
        let mut session = stage.session();
        let view = session.view(&place.viewer);
        let facilitator = place.part == Part::Facilitator;
        let seats = facilitator.then(|| script::seats(session.plan(), &stage.places));
        // The plan of the last exercise is no secret of the story; its folder is the facilitator's.
        let last = stage.last.get().map(script::left);
        let folder = session.journal().path().and_then(|path| path.parent()).filter(|_| facilitator);
        let deeds = facilitator.then(|| outlook::deeds(&session));
        json!({
            "part": place.part.word(),
            "title": place.title,
            "names": script::names(session.plan(), &place.part),
            "last": last,
            "folder": folder.map(|folder| folder.display().to_string()),
            "script": script::script(&session, &place.part),
            "seats": seats,
            "forecast": stage.outlook.shown(&session),
            "deeds": deeds,
            "view": view,
        })
    });
    seen.await.map_or_else(|_| broken(), |seen| Json(seen).into_response())
}

async fn events(State(stage): State<Arc<Stage>>, Path(token): Path<String>) -> Response {
    if stage.places.by_token(&token).is_none() {
        return nobodys();
    }
    Sse::new(news(&stage)).into_response()
}

/// The number of entries of the journal, now and whenever it grows, until the exercise is left. Now and then it is told again, so that a page
/// whose line has gone finds out.
fn news(stage: &Stage) -> impl Stream<Item = Result<Event, Infallible>> + use<> {
    let first = true;
    stream::unfold((stage.news.subscribe(), stage.leaving.clone(), first), |(mut news, mut leaving, first)| async move {
        if !first {
            tokio::select! {
                changed = news.changed() => changed.ok()?,
                left = leaving.wait_for(|left| *left) => { left.ok()?; return None }
                () = tokio::time::sleep(Duration::from_secs(20)) => {}
            }
        }
        let entries = *news.borrow_and_update();
        Some((Ok(Event::default().data(entries.to_string())), (news, leaving, false)))
    })
}

async fn does(State(stage): State<Arc<Stage>>, Path(token): Path<String>, deed: Result<Json<Deed>, JsonRejection>) -> Response {
    let Some(place) = stage.places.by_token(&token) else { return nobodys() };
    let deed = match deed {
        Ok(Json(deed)) => deed,
        Err(why) => return refused(why.status(), "that cannot be understood"),
    };
    let done = tokio::task::spawn_blocking(move || {
        let place = &stage.places.all()[place];
        let mut session = stage.session();
        let done = deed::does(&mut session, place, deed);
        stage.outlook.done(&session);
        stage.news.send_replace(session.journal().entries().len() as u64);
        done
    });
    match done.await {
        Ok(Ok(())) => Json(json!({"done": true})).into_response(),
        Ok(Err(trouble)) => trouble_in_words(&trouble),
        Err(_) => broken(),
    }
}

async fn forecast(State(stage): State<Arc<Stage>>, Path((token, nth)): Path<(String, usize)>) -> Response {
    let Some(place) = stage.places.by_token(&token) else { return nobodys() };
    if stage.places.all()[place].part != Part::Facilitator {
        return refused(StatusCode::FORBIDDEN, "forecasts are the facilitator's");
    }
    // That the room was quicker than the forecast is no mistake of anybody's.
    match outlook::of(stage, nth).await {
        Ok(forecast) => Json(forecast).into_response(),
        Err(trouble) => Json(json!({"trouble": trouble.words})).into_response(),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Show {
    at: Point,
    shown: bool,
}

async fn show(State(stage): State<Arc<Stage>>, Path(token): Path<String>, asked: Result<Json<Show>, JsonRejection>) -> Response {
    let Some(place) = stage.places.by_token(&token) else { return nobodys() };
    let Ok(Json(Show { at, shown })) = asked else { return refused(StatusCode::BAD_REQUEST, "that cannot be understood") };
    if stage.places.all()[place].part != Part::Facilitator {
        return refused(StatusCode::FORBIDDEN, "forecasts are the facilitator's");
    }
    if !stage.outlook.show(&at, shown) {
        return trouble_in_words(&Trouble::refused("there is no forecast of that choice"));
    }
    // Open pages look again.
    stage.news.send_modify(|_| {});
    Json(json!({"done": true})).into_response()
}

/// What kind of trouble it is, by its status, and in words.
fn trouble_in_words(trouble: &Trouble) -> Response {
    let status = match trouble.kind {
        Kind::Refused => StatusCode::UNPROCESSABLE_ENTITY,
        Kind::Overtaken => StatusCode::CONFLICT,
        Kind::Limit | Kind::Disk => StatusCode::INTERNAL_SERVER_ERROR,
    };
    (status, Json(json!({"trouble": trouble.words}))).into_response()
}
fn broken() -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, Body::from("firedrill made a mistake; the journal is kept: end it here and go on with --resume\n"))
        .into_response()
}
