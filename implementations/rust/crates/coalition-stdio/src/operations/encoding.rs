//! Encoding.

use assay_kit::{Adapter, Answer, operations};
use coalition::{
    Data, FreeText, Integer, Name, Preimage, PresentId, Ratio, Struct, TypeTag, Typed,
};

use super::{broken, bytes, derived, encoded};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "encoding.hash"(value: Data) => Ok(derived(Preimage::concat().field(value)));
        "encoding.integer"(value: Integer) => Ok(bytes(value.to_le_bytes()));
        "encoding.hash_many"(parts: Vec<Data>) => Ok(derived(Preimage::hash_many().fields(parts)));
        "encoding.present_id"(id: PresentId) => Ok(Answer::new(&id));
        "encoding.name"(name: Name) => Ok(bytes(name));
        "encoding.type_tag"(type_tag: TypeTag) => Ok(bytes(type_tag));
        "encoding.free_text"(text: FreeText) => Ok(bytes(text));
        "encoding.ratio"(ratio: Ratio) => Ok(bytes(ratio.basis_points().to_le_bytes()));
        "encoding.digest"(r#struct: Struct) => r#struct.preimage().map(derived);
        "encoding.enc"(value: Typed) => value.encoding().map(encoded);
    }
}
