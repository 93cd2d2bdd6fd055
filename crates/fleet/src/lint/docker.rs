//! Docker's command line, as far as the rules need it: which container and which image a call is about.
//!
//! Reads the words; does not judge them.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::command_line::{Command, Word};

use crate::UnitOption;

use super::Edit;
use super::context::Exec;
use super::fix::replace_pieces;

/// So many containers of one call are looked at.
const MOST_CONTAINERS: usize = 10;

/// What is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Kill,
    Pull,
    Remove,
    Run,
    Stop,
}

/// One call of Docker in a command line.
#[derive(Clone, Debug)]
pub(super) struct Call {
    /// The option.
    pub(super) index: usize,
    /// Its name.
    pub(super) option: String,
    pub(super) verb: Verb,
    /// The program, for lines that are written like this one.
    pub(super) program: String,
    /// Where the verb stands.
    pub(super) verb_span: Range<usize>,
    /// Whether a failure is passed over: a `-` before the program.
    pub(super) is_tolerated: bool,
    /// Where such a `-` belongs.
    pub(super) signs_at: usize,
    /// Whether `kill` sends a signal of its own, which need not end anything.
    pub(super) has_signal: bool,
    /// The containers: those named by `kill`, `rm` and `stop`, and `--name` of `run`.
    pub(super) containers: Vec<Piece>,
    /// The image of `pull` and `run`.
    pub(super) image: Option<Piece>,
    /// The word that lets `run` return at once.
    pub(super) detach: Option<Word>,
    /// `--rm`.
    pub(super) removes_itself: bool,
    /// `--restart`, which Docker takes only without `--rm`.
    pub(super) restarts_itself: bool,
}

/// A piece of a value that can be replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// What it says, without quotes.
    pub(super) text: String,
    /// Where it stands.
    pub(super) span: Range<usize>,
    /// What of the span must stay before a replacement.
    pub(super) lead: String,
}

impl Piece {
    /// The part of a word from a byte of its text on.
    fn of(word: &Word, from: usize) -> Self {
        let text = word.text.get(from..).unwrap_or_default().to_owned();
        // As long as it is written: no quotes, no escapes, so that places in the word are places in the value.
        if word.span.len() == word.text.len() {
            return Self { text, span: word.span.start + from..word.span.end, lead: String::new() };
        }
        Self { text, span: word.span.clone(), lead: word.text.get(..from).unwrap_or_default().to_owned() }
    }
}

/// The edits that write the same text in the place of pieces, each with its option's index.
pub(super) fn write_pieces<'a>(
    options: &[UnitOption],
    pieces: impl Iterator<Item = (usize, &'a Piece)>,
    text: &str,
) -> Vec<Edit> {
    let mut by_option: BTreeMap<usize, Vec<(Range<usize>, String)>> = BTreeMap::new();
    for (index, piece) in pieces {
        by_option.entry(index).or_default().push((piece.span.clone(), format!("{}{text}", piece.lead)));
    }
    let edit = |(index, pieces): (usize, Vec<_>)| {
        let value = replace_pieces(&options.get(index)?.value, &pieces);
        Some(Edit::Replace { index, value })
    };
    by_option.into_iter().filter_map(edit).collect()
}

/// The calls in an option's command lines.
pub(super) fn calls(exec: &Exec<'_>) -> Vec<Call> {
    let commands = exec.commands.as_ref().map_or(&[][..], Vec::as_slice);
    commands.iter().filter_map(|command| call(exec, command)).collect()
}

fn call(exec: &Exec<'_>, command: &Command) -> Option<Call> {
    let (program, words) = command.words.split_first()?;
    if program.text.rsplit('/').next() != Some("docker") {
        return None;
    }
    let (noun, verb, arguments) = verb(words)?;
    let is_quoted = exec.option.value.get(command.flags.start..)?.starts_with(['"', '\'']);
    let mut call = Call {
        index: exec.index,
        option: exec.option.name.clone(),
        verb: match (noun, verb.text.as_str()) {
            (None | Some("container"), "kill") => Verb::Kill,
            (None | Some("image"), "pull") => Verb::Pull,
            (None | Some("container"), "rm") => Verb::Remove,
            (None | Some("container"), "run") => Verb::Run,
            (None | Some("container"), "stop") => Verb::Stop,
            _ => return None,
        },
        program: program.text.clone(),
        verb_span: verb.span.clone(),
        is_tolerated: command.signs.contains('-'),
        signs_at: command.flags.start + usize::from(is_quoted),
        has_signal: false,
        containers: Vec::new(),
        image: None,
        detach: None,
        removes_itself: false,
        restarts_itself: false,
    };
    match call.verb {
        Verb::Run => read_run(&mut call, arguments),
        Verb::Pull => call.image = operands(arguments, &[]).next().map(|word| Piece::of(word, 0)),
        Verb::Kill => {
            call.containers = containers(arguments, &["-s", "--signal"]);
            call.has_signal =
                arguments.iter().any(|word| word.text.starts_with("-s") || word.text.starts_with("--signal"));
        }
        Verb::Stop => {
            call.containers = containers(arguments, &["-t", "--time", "--timeout", "-s", "--signal"])
        }
        Verb::Remove => call.containers = containers(arguments, &[]),
    }
    Some(call)
}

/// The word that says what to do, behind Docker's own flags, with the kind of thing it is done to, if that is said.
fn verb(words: &[Word]) -> Option<(Option<&str>, &Word, &[Word])> {
    const WITH_VALUE: [&str; 8] =
        ["-H", "--host", "-c", "--context", "-l", "--log-level", "--config", "--tlscacert"];
    let mut rest = words;
    let mut noun = None;
    loop {
        let (first, after) = rest.split_first()?;
        match first.text.as_str() {
            word @ ("container" | "image") if noun.is_none() => {
                noun = Some(word);
                rest = after;
            }
            flag if WITH_VALUE.contains(&flag) => rest = after.get(1..)?,
            flag if flag.starts_with('-') => rest = after,
            _ => return Some((noun, first, after)),
        }
    }
}

fn containers(arguments: &[Word], with_value: &[&str]) -> Vec<Piece> {
    operands(arguments, with_value).take(MOST_CONTAINERS).map(|word| Piece::of(word, 0)).collect()
}

/// What is neither a flag nor the value of one.
fn operands<'a>(arguments: &'a [Word], with_value: &[&str]) -> impl Iterator<Item = &'a Word> {
    let mut is_value = false;
    arguments.iter().filter(move |word| {
        let was_value = std::mem::replace(&mut is_value, with_value.contains(&word.text.as_str()));
        !was_value && !word.text.starts_with('-')
    })
}

/// The flags of `docker run` that have no value.
const BARE: [&str; 13] = [
    "--detach",
    "--disable-content-trust",
    "--init",
    "--interactive",
    "--no-healthcheck",
    "--oom-kill-disable",
    "--privileged",
    "--publish-all",
    "--quiet",
    "--read-only",
    "--rm",
    "--sig-proxy",
    "--tty",
];

fn read_run(call: &mut Call, arguments: &[Word]) {
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let text = word.text.as_str();
        let Some(flag) = text.strip_prefix('-').filter(|flag| !flag.is_empty()) else {
            call.image = Some(Piece::of(word, 0));
            return;
        };
        if let Some(letters) = flag.strip_prefix(|sign| sign != '-').map(|_| flag) {
            let bare = letters.chars().take_while(|sign| "diPqt".contains(*sign));
            let (count, detaches) =
                bare.fold((0, false), |(count, found), sign| (count + 1, found || sign == 'd'));
            if detaches {
                call.detach = Some(word.clone());
            }
            // `-p 80` takes the next word, `-p80` does not.
            if letters.chars().count() == count + 1 {
                words.next();
            }
            continue;
        }
        let (name, value) = text.split_once('=').map_or((text, None), |(name, value)| (name, Some(value)));
        let is_on = !matches!(value, Some("false" | "0"));
        match name {
            "--rm" => call.removes_itself = is_on,
            "--restart" => {
                call.restarts_itself = true;
                if value.is_none() {
                    words.next();
                }
            }
            "--detach" if is_on => call.detach = Some(word.clone()),
            "--name" => {
                let from = "--name=".len();
                let piece = match value {
                    Some(_) => Some(Piece::of(word, from)),
                    None => words.next().map(|word| Piece::of(word, 0)),
                };
                call.containers.extend(piece);
            }
            bare if value.is_some() || BARE.contains(&bare) => {}
            _ => {
                words.next();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command_line;

    fn read(value: &str) -> Call {
        let option = UnitOption::new("Service", "ExecStart", value);
        let exec = Exec { index: 0, option: &option, commands: command_line::commands(value) };
        calls(&exec).remove(0)
    }

    fn run(value: &str) -> (Vec<String>, String, bool, bool) {
        let call = read(value);
        let names = call.containers.into_iter().map(|piece| piece.text).collect();
        (
            names,
            call.image.map(|piece| piece.text).unwrap_or_default(),
            call.removes_itself,
            call.detach.is_some(),
        )
    }

    #[test]
    fn run_is_read_past_its_flags() {
        for (value, expected) in [
            ("/usr/bin/docker run --rm --name a -p 80 b c -d", (vec!["a"], "b", true, false)),
            ("/usr/bin/docker run -dit --name=a -e X=1 -p80:80 b", (vec!["a"], "b", false, true)),
            ("-docker -H tcp://x run --privileged -v /a:/b b --rm", (vec![], "b", false, false)),
            (r#"/usr/bin/docker run "--name=a" --net host --detach=false b"#, (vec!["a"], "b", false, false)),
            ("/usr/bin/docker run --init --read-only -h x --name a b", (vec!["a"], "b", false, false)),
            ("/usr/bin/docker run", (vec![], "", false, false)),
        ] {
            let (names, image, rm, detached) = run(value);
            assert_eq!(
                (names.iter().map(String::as_str).collect(), image.as_str(), rm, detached),
                expected,
                "{value}"
            );
        }
    }

    #[test]
    fn containers_are_told_from_flags_and_their_values() {
        for (value, containers) in [
            ("-/usr/bin/docker stop -t 10 a", vec!["a"]),
            ("-/usr/bin/docker rm -f a b", vec!["a", "b"]),
            ("/usr/bin/docker kill --signal=HUP a", vec!["a"]),
            ("/usr/bin/docker container rm a", vec!["a"]),
        ] {
            let texts: Vec<String> = read(value).containers.into_iter().map(|piece| piece.text).collect();
            assert_eq!(texts, containers, "{value}");
        }
    }

    #[test]
    fn an_image_is_no_container() {
        for value in
            ["/usr/bin/docker image rm a", "/usr/bin/docker image kill a", "/usr/bin/docker volume rm a"]
        {
            let option = UnitOption::new("Service", "ExecStart", value);
            let exec = Exec { index: 0, option: &option, commands: command_line::commands(value) };
            assert!(calls(&exec).is_empty(), "{value}");
        }
        assert_eq!(read("/usr/bin/docker image pull a").verb, Verb::Pull);
    }

    #[test]
    fn pieces_are_where_they_stand() {
        let value = "/usr/bin/docker run --name=abc image";
        assert_eq!(&value[read(value).containers[0].span.clone()], "abc");
        let quoted = r#"/usr/bin/docker run "--name=abc" image"#;
        let piece = read(quoted).containers.remove(0);
        assert_eq!((&quoted[piece.span.clone()], piece.lead.as_str()), (r#""--name=abc""#, "--name="));
    }
}
