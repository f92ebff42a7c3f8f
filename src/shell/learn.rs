//! `.learn` and `iamsh learn`: the tutorial, step by step. What is checked is the state of the lab, not the words that were typed:
//! whoever gets there in another way gets there.

mod lessons;
mod progress;

use std::io;
use std::sync::Arc;

use crate::decision::Explanation;
use crate::lab::Lab;
use crate::render::style::Style;

use super::commands::Next;
use super::state::State;

use lessons::{LESSONS, Lesson, Step};
use progress::Progress;

/// What a check looks at.
pub struct Seen<'a> {
    /// The lab.
    pub lab: &'a Lab,
    /// The last decision that was asked for, or that refused a call.
    pub decision: Option<Arc<Explanation>>,
}

/// Somebody on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Learner {
    /// Place of the lesson.
    lesson: usize,
    /// Place of the step.
    step: usize,
}

impl Learner {
    fn lesson(self) -> Option<&'static Lesson> {
        LESSONS.get(self.lesson)
    }

    fn step(self) -> Option<&'static Step> {
        self.lesson()?.steps.get(self.step)
    }

    /// The step that follows; in the next lesson after the last one.
    fn next(self) -> Self {
        let steps = self.lesson().map_or(0, |lesson| lesson.steps.len());
        if self.step + 1 < steps {
            Self {
                step: self.step + 1,
                ..self
            }
        } else {
            Self {
                lesson: self.lesson + 1,
                step: 0,
            }
        }
    }

    /// What the step says.
    fn text(self, style: Style) -> String {
        let (Some(lesson), Some(step)) = (self.lesson(), self.step()) else {
            return format!(
                "{}\nThat was the tutorial. ? says what else can be done; .learn restart begins again.",
                style.allow("Well done.")
            );
        };
        let mut text = String::new();
        if self.step == 0 {
            let title = format!(
                "Lesson {} of {}: {}",
                self.lesson + 1,
                LESSONS.len(),
                lesson.title
            );
            text.push_str(&format!("{}\n\n", style.strong(title)));
        }
        text.push_str(step.text);
        text.push_str(&format!(
            "\n\n  {} {}",
            style.muted("try"),
            style.name(step.line)
        ));
        text
    }
}

/// `.learn [LESSON|next|hint|skip|restart|stop]`
///
/// # Errors
/// When the terminal cannot be written to.
pub fn command(state: &mut State, text: &str) -> io::Result<Next> {
    let style = state.screen.borrow().style;
    let now = state.learner;
    match text {
        "" => begin(state)?,
        "hint" => match now.and_then(Learner::step) {
            Some(step) => state.say(&format!("{} {}", style.strong("hint:"), step.hint))?,
            None => state.say("no lesson is open; .learn opens one")?,
        },
        "skip" | "next" => go(state, now.unwrap_or_default().next())?,
        "stop" => {
            state.learner = None;
            state.say("the tutorial waits; .learn goes on")?;
        }
        "restart" => {
            state.timeline.borrow_mut().reset();
            go(state, Learner::default())?;
        }
        number => match number
            .parse::<usize>()
            .ok()
            .and_then(|number| number.checked_sub(1))
        {
            Some(lesson) if lesson < LESSONS.len() => go(state, Learner { lesson, step: 0 })?,
            _ => {
                let titles = LESSONS.iter().enumerate();
                let titles = titles.map(|(at, lesson)| format!("{}  {}", at + 1, lesson.title));
                let words = format!(
                    "there is no lesson `{number}`; there are\n{}",
                    titles.collect::<Vec<_>>().join("\n")
                );
                state.say(&words)?;
            }
        },
    }
    Ok(Next::Prompt)
}

/// Goes on where the tutorial was left, in this session or in an earlier one.
fn begin(state: &mut State) -> io::Result<()> {
    if let Some(learner) = state.learner {
        return go(state, learner);
    }
    let kept = state.progress.as_deref().and_then(progress::read);
    let Some(kept) = kept else {
        return go(state, Learner::default());
    };
    // What was typed then is there again, unless something was typed since.
    let is_fresh = state.timeline.borrow().entries().is_empty();
    if is_fresh && !kept.inputs.is_empty() {
        state.timeline.borrow_mut().restore(&kept.inputs);
        state.say("You are back where you were: what you typed then has been typed again.\n")?;
    }
    let learner = Learner {
        lesson: kept.lesson.min(LESSONS.len()),
        step: kept.step,
    };
    go(state, learner)
}

fn go(state: &mut State, to: Learner) -> io::Result<()> {
    let style = state.screen.borrow().style;
    state.learner = to.step().map(|_| to);
    keep(state, to);
    state.say(&to.text(style))
}

/// Looks whether the step is reached; called after each input.
///
/// # Errors
/// When the terminal cannot be written to.
pub fn look(state: &mut State) -> io::Result<()> {
    let Some(learner) = state.learner else {
        return Ok(());
    };
    let Some(step) = learner.step() else {
        return Ok(());
    };
    let reached = {
        let timeline = state.timeline.borrow();
        let decision = timeline.interpreter.decision();
        timeline
            .interpreter
            .look(|lab| (step.check)(&Seen { lab, decision }))
    };
    if !reached {
        return Ok(());
    }
    let style = state.screen.borrow().style;
    state.say(&format!("{} {}\n", style.allow("✓"), step.done))?;
    go(state, learner.next())
}

fn keep(state: &State, learner: Learner) {
    let Some(file) = &state.progress else { return };
    let inputs = state
        .timeline
        .borrow()
        .entries()
        .iter()
        .map(|entry| entry.input.clone())
        .collect();
    progress::write(
        file,
        &Progress {
            lesson: learner.lesson,
            step: learner.step,
            inputs,
        },
    );
}
