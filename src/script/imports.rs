//! `import` reads modules below the script's folder and nowhere else, by links neither.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use rhai::{AST, Engine, EvalAltResult, Module, ModuleResolver, Position, Scope, Shared};

use super::aws_lines::{Refusal, Source};
use super::error::Error;
use super::native::Failure;
use super::world::World;

/// The modules read so far, by the name they were imported under.
pub type Sources = Rc<RefCell<BTreeMap<String, Source>>>;

/// Resolves imports.
pub struct Jail {
    world: Rc<World>,
    sources: Sources,
    modules: RefCell<BTreeMap<String, Shared<Module>>>,
}

impl Jail {
    /// A resolver that remembers the texts it reads in `sources`.
    #[must_use]
    pub fn new(world: Rc<World>, sources: Sources) -> Self {
        Self {
            world,
            sources,
            modules: RefCell::default(),
        }
    }

    fn compile(&self, engine: &Engine, path: &str) -> Result<AST, Failure> {
        if path.contains('.') {
            return Err(Error::misuse(format!("`{path}` is no module name"))
                .with_help("a module is imported by its path without dots: `.rhai` is added")
                .thrown());
        }
        let text = self
            .world
            .read_file(&format!("{path}.rhai"))
            .map_err(|message| Error::misuse(message).thrown())?;
        let mut source = Source::default();
        let read = source.push(&text).map(str::to_owned);
        self.sources.borrow_mut().insert(path.to_owned(), source);
        let read = read.map_err(|refusal| in_module(path, refused(refusal)))?;
        let mut ast = engine
            .compile(&read)
            .map_err(|error| in_module(path, EvalAltResult::from(error).into()))?;
        ast.set_source(path);
        Ok(ast)
    }
}

/// A line that shells would run and the lab does not, as an error of its module.
fn refused(refusal: Refusal) -> Failure {
    let error = Error::misuse(refusal.message).with_help(refusal.help);
    Error {
        at: Some(refusal.at),
        ..error
    }
    .thrown()
}

fn in_module(path: &str, inner: Failure) -> Failure {
    EvalAltResult::ErrorInModule(path.to_owned(), inner, Position::NONE).into()
}

impl ModuleResolver for Jail {
    fn resolve(
        &self,
        engine: &Engine,
        _source: Option<&str>,
        path: &str,
        at: Position,
    ) -> Result<Shared<Module>, Failure> {
        if let Some(module) = self.modules.borrow().get(path) {
            return Ok(Shared::clone(module));
        }
        let placed = |mut failure: Failure| {
            failure.set_position(at);
            failure
        };
        let ast = self.compile(engine, path).map_err(placed)?;
        let module = Module::eval_ast_as_new(Scope::new(), &ast, engine)
            .map_err(|inner| placed(in_module(path, inner)))?;
        let module = Shared::new(module);
        self.modules
            .borrow_mut()
            .insert(path.to_owned(), Shared::clone(&module));
        Ok(module)
    }
}
