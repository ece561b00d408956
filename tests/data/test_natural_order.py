from inspector.data.natural_order import natural_key


def test_numbers_in_names_count_as_numbers():
    names = ["part10.png", "Part2.png", "part1.png", "2.png", "10.png", "a"]
    assert sorted(names, key=natural_key) == ["2.png", "10.png", "a", "part1.png", "Part2.png", "part10.png"]
