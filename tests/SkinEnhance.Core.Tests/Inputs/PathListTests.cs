using SkinEnhance.Core.Inputs;

namespace SkinEnhance.Core.Tests.Inputs;

public class PathListTests
{
    [Fact]
    public void A_line_is_a_path_whatever_system_wrote_it()
    {
        using var list = new StringReader("a.jpg\r\n\n# b.jpg \n/x/c\n");

        Assert.Equal(["a.jpg", "# b.jpg ", "/x/c"], PathList.Read(list, isNullSeparated: false));
    }

    [Fact]
    public void A_null_character_separates_paths_that_hold_line_breaks()
    {
        using var list = new StringReader("a\nb.jpg\0c.jpg\0\0d.jpg");

        Assert.Equal(["a\nb.jpg", "c.jpg", "d.jpg"], PathList.Read(list, isNullSeparated: true));
    }

    [Fact]
    public void A_list_is_read_as_far_as_the_caller_goes()
    {
        var list = new EndlessList();

        Assert.Equal(["0.jpg", "1.jpg", "2.jpg"], PathList.Read(list, isNullSeparated: false).Take(3));
        Assert.Equal("0.jpg\n1.jpg\n2.jpg\n".Length, list.ReadCount);
    }

    [Fact]
    public void A_file_that_is_not_a_list_does_not_fill_the_memory()
    {
        using var list = new StringReader(new string('x', 1_000_000) + "\nb.jpg");

        Assert.Equal([32_767, 5], PathList.Read(list, isNullSeparated: false).Select(path => path.Length));
    }

    private sealed class EndlessList : TextReader
    {
        private int _number;
        private string _rest = string.Empty;

        internal int ReadCount { get; private set; }

        public override int Read()
        {
            if (_rest.Length == 0)
            {
                _rest = $"{_number++}.jpg\n";
            }

            var next = _rest[0];
            _rest = _rest[1..];
            ReadCount++;
            return next;
        }
    }
}
