//! The pages of an exercise: where they are served, who is given which link, and how it is left.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;

use clap::Args;

use super::failure;
use crate::cli::{Failure, Status, output};
use crate::exercise::improvement::Improvement;
use crate::exercise::{Phase, Session};
use crate::live::Server;
use crate::live::places::Part;
use crate::report::words::harmless;

/// Continuations of each option behind a forecast.
const CONTINUATIONS: u64 = 400;

/// Where the pages are served.
#[derive(Debug, Args)]
#[command(next_help_heading = "Pages")]
pub struct Pages {
    /// The port of the pages; any that is free unless given
    #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true)]
    port: u16,

    /// The address of this machine to listen at: 0.0.0.0 lets others come, by all of its addresses
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    listen: IpAddr,

    /// A name by which other machines know this one; given again, that too
    #[arg(long = "host", value_name = "NAME")]
    hosts: Vec<String>,
}

impl Pages {
    /// Serves the pages of a session until Ctrl-C.
    pub fn serve(&self, session: Session, folder: &Path, last: Option<Improvement>) -> Result<Status, Failure> {
        let address = SocketAddr::new(self.listen, self.port);
        let server = Server::listen(session, address, &self.hosts, CONTINUATIONS).map_err(failure)?;
        if let Some(last) = last {
            server.opens_with(last);
        }
        output::say(&self.greeting(&server, folder))?;
        let leaver = server.leaver();
        // Where it cannot be installed Ctrl-C ends the program at once; the journal has everything all the same.
        let _ = ctrlc::set_handler(move || leaver.leave());
        let phase = server.serve().map_err(failure)?;
        let folder = folder.display();
        if phase == Phase::Ended {
            output::tell(&format!("The exercise has ended. Its report: firedrill after-action {folder}"));
            return Ok(Status::Done);
        }
        output::tell(&format!("Everything is kept in {folder}. Go on with: firedrill exercise --resume {folder}"));
        Ok(Status::Interrupted)
    }
    fn greeting(&self, server: &Server, folder: &Path) -> String {
        let mut text = String::new();
        for place in server.places().all() {
            let title = harmless(&place.title);
            match (&place.part, &place.code) {
                (Part::Facilitator, _) => text += &format!("Facilitator         {}\n", server.link(&place.token)),
                (Part::Room, _) => text += &format!("Room (projector)    {}\n", server.link(&place.token)),
                (Part::Evaluator, _) => text += &format!("Evaluator           {}\n", server.link(&place.token)),
                (Part::Seat(_), Some(code)) => text += &format!("Seat                {title}, code {code} at {}\n", server.door()),
                (Part::Seat(_), None) => {}
            }
        }
        text +=
            &format!("\nThe session is kept in {}. Open the facilitator's page and press s to start; Ctrl-C leaves.\n", folder.display());
        if !self.listen.is_loopback() {
            text += &format!(
                "\nOther machines can come: whoever reaches {} and has a link or a code sees what that place knows, and acts for it. What is sent \
                 is not encrypted, so that others on the same network can read it. Use a network of your own, and leave when you are done.\n",
                server.address()
            );
        }
        text
    }
}
