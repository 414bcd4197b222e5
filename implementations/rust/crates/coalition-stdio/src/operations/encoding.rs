//! Encoding.

use assay_kit::{Adapter, Answer, operations};
use coalition::{
    Bytes, Data, Fingerprint, Integer, Preimage, Ratio, Struct, Typed, UniqueId, check_free_text,
    check_name, check_present, check_type_tag,
};

use super::{broken, bytes, derived};

pub(super) fn register(adapter: &mut Adapter) {
    operations! { adapter, broken;
        "encoding.hash"(value: Data) => Ok(derived(Preimage::concat().field(value)));
        "encoding.integer"(value: Integer) => Ok(bytes(value.to_le_bytes()));
        "encoding.hash_many"(parts: Vec<Data>) => Ok(derived(Preimage::hash_many().fields(parts)));
        "encoding.present_id"(id: UniqueId) => check_present(&id).map(|()| Answer::new(&id));
        "encoding.name"(name: String) => check_name(&name).map(|()| bytes(name));
        "encoding.type_tag"(type_tag: Bytes) => check_type_tag(&type_tag).map(|()| bytes(type_tag));
        "encoding.free_text"(text: String) => check_free_text(&text).map(|()| bytes(text));
        "encoding.ratio"(ratio: Ratio) => ratio.basis_points().map(|points| bytes(points.to_le_bytes()));
        "encoding.digest"(r#struct: Struct) => r#struct.preimage().map(derived);
        "encoding.enc"(value: Typed) => value.encoding().map(|encoding| {
            let answer = bytes(&encoding);
            match encoding.into_preimage() {
                Some(preimage) => answer.with_preimage(preimage.into_bytes()),
                None => answer,
            }
        });
    }
}
