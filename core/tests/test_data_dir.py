import pytest

from core.data_dir import DataDirInUseError, exclusive_use


def test_a_second_use_is_refused_until_the_first_ends(tmp_path):
    with exclusive_use(tmp_path), pytest.raises(DataDirInUseError), exclusive_use(tmp_path):
        pass
    with exclusive_use(tmp_path):
        pass
