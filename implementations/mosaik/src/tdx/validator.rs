//! mosaik's validator of TDX tickets, made of its JSON form.

use std::time::Duration;

use chrono::{DateTime, Utc};
use mosaik::tdx::{Measurement, MeasurementsCriteria, Tdx};

use crate::{
    decode::{self, Decoded, Members},
    json::Json,
    rpc::Refusal,
};

pub fn criteria(value: Json) -> Decoded<MeasurementsCriteria> {
    let mut members = Members::of(value)?;
    let mut measurement = |name| members.take(name, |value| decode::option(value, self::measurement));
    let criteria = MeasurementsCriteria {
        mrtd: measurement("mrtd")?,
        rtmr: [measurement("rtmr0")?, measurement("rtmr1")?, measurement("rtmr2")?, measurement("rtmr3")?],
    };
    members.finish()?;
    Ok(criteria)
}

fn measurement(value: Json) -> Decoded<Measurement> {
    decode::fixed(value).map(Measurement::new)
}

pub fn validator(value: Json) -> Decoded<Tdx> {
    let mut members = Members::of(value)?;
    let mut validator = Tdx::baseline(members.take("baseline", criteria)?);
    for variant in members.take("variants", |list| decode::list(list, criteria))? {
        validator = validator.allow_variant(variant);
    }
    if let Some(age) = members.take("max_age_s", |value| decode::option(value, seconds))? {
        validator = validator.max_age(age);
    }
    if let Some(time) = members.take("not_before_s", |value| decode::option(value, time))? {
        validator = validator.not_before(time);
    }
    if let Some(lifetime) = members.take("max_lifetime_s", |value| decode::option(value, seconds))? {
        validator = validator.max_lifetime(lifetime);
    }
    members.finish()?;
    Ok(validator)
}

fn seconds(value: Json) -> Decoded<Duration> {
    decode::decimal(value).map(Duration::from_secs)
}

fn time(value: Json) -> Decoded<DateTime<Utc>> {
    let seconds = decode::decimal(value)?;
    DateTime::from_timestamp(seconds, 0)
        .ok_or_else(|| Refusal::Internal(format!("mosaik's times do not have the second {seconds}")))
}
