mod agreement;
mod altered;
mod authority;
mod case;
mod levels;
mod refusals;
mod stages;
