from inspector.data.natural_order import natural_key, natural_order


def test_numbers_in_names_count_as_numbers():
    names = ["part10.png", "Part2.png", "part1.png", "2.png", "10.png", "a"]
    assert sorted(names, key=natural_key) == ["2.png", "10.png", "a", "part1.png", "Part2.png", "part10.png"]


def test_items_are_sorted_by_their_names():
    items = [("b", 1), ("a10", 2), ("a9", 3), ("A1", 4)]
    assert natural_order(items, lambda item: item[0]) == [("A1", 4), ("a9", 3), ("a10", 2), ("b", 1)]
    assert natural_order([], str) == []
