//! Tidy runs as an ordinary test, so that nobody has to think of it.

#[test]
fn the_house_is_tidy() {
    let faults = xtask::tidy::faults(&xtask::root()).expect("everything can be read");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
