//! `--set` and `--params`: values for the parameters of a rulebook.
//!
//! In: what the user gave, and a TOML file. Out: settings for the compiler; what is given
//! by `--set` goes before what the file says.

use crate::end::Failure;
use crate::rulebook;
use clap::Args;
use std::collections::BTreeMap;
use zhunze_compiler::Settings;

/// Values for the parameters of a rulebook.
#[derive(Debug, Args)]
pub(crate) struct Params {
    /// Set a parameter of the rulebook, for instance `limit=30s` (may be given several times)
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// Set parameters by a TOML file with a line `name = value` for each
    #[arg(long, value_name = "FILE.toml")]
    params: Option<String>,
}

impl Params {
    /// Whether nothing is set.
    pub(crate) fn is_empty(&self) -> bool {
        self.set.is_empty() && self.params.is_none()
    }

    /// What the compiler is told.
    pub(crate) fn settings(&self) -> Result<Settings, Failure> {
        let mut params = match &self.params {
            Some(path) => file(path, &rulebook::text(path)?)?,
            None => BTreeMap::new(),
        };
        let mut seen: Vec<&str> = Vec::new();
        for given in &self.set {
            let Some((name, value)) = given.split_once('=') else {
                return Err(Failure::wrong(format!(
                    "--set {given}: write NAME=VALUE, for instance --set limit=30s"
                )));
            };
            let name = name.trim();
            if seen.contains(&name) {
                return Err(Failure::wrong(format!("--set {name}: it is set twice")));
            }
            seen.push(name);
            params.insert(name.to_owned(), value.trim().to_owned());
        }
        Ok(Settings { params })
    }
}

/// The values of a TOML file.
fn file(path: &str, text: &str) -> Result<BTreeMap<String, String>, Failure> {
    let table: toml::Table =
        toml::from_str(text).map_err(|error| Failure::wrong(format!("{path}: {error}")))?;
    let value = |(name, value): (String, toml::Value)| {
        let value = match value {
            toml::Value::String(text) => text,
            toml::Value::Boolean(true) => "yes".to_owned(),
            toml::Value::Boolean(false) => "no".to_owned(),
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Float(number) => number.to_string(),
            _ => {
                return Err(Failure::wrong(format!(
                    "{path}: {name}: a value is a text, a number, true or false"
                )));
            }
        };
        Ok((name, value))
    };
    table.into_iter().map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_they_would_be_written() {
        let text = "limit = \"30s\"\ntimes = 3\nshare = 0.5\nstrict = true\n谢 = \"谢谢\"\n";
        assert!(file("p.toml", text).is_err(), "a bare key is ASCII");
        let text = text.replace("谢 =", "\"谢\" =");
        let values = file("p.toml", &text).unwrap();
        let values: Vec<_> = values.iter().map(|(k, v)| format!("{k}={v}")).collect();
        assert_eq!(
            values,
            ["limit=30s", "share=0.5", "strict=yes", "times=3", "谢=谢谢"]
        );
        assert!(file("p.toml", "a = [1]\n").is_err());
    }

    #[test]
    fn the_command_line_goes_first() {
        let params = |set: &[&str]| Params {
            set: set.iter().map(|it| (*it).to_owned()).collect(),
            params: None,
        };
        let settings = params(&["limit = 30s", "a=b=c"]).settings().unwrap();
        assert_eq!(settings.params["limit"], "30s");
        assert_eq!(settings.params["a"], "b=c");
        assert!(params(&["limit"]).settings().is_err());
        assert!(params(&["a=1", "a=2"]).settings().is_err());
        assert!(params(&[]).is_empty());
    }
}
