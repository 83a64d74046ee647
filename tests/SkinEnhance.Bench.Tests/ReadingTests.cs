using SkinEnhance.Bench.Comparing;
using SkinEnhance.Bench.Measuring;
using SkinEnhance.Bench.Servers;

namespace SkinEnhance.Bench.Tests;

public class ReadingTests
{
    [Fact]
    public void A_size_is_read_by_its_whole_name()
    {
        const string Status = "Name:\tx\nVmPeak:\t  900 kB\nVmHWM:\t   64 kB\nThreads:\t4\n";
        Assert.Equal(64 * 1024, ProcFiles.Bytes(Status, "VmHWM"));
        Assert.Null(ProcFiles.Bytes(Status, "Peak"));
        Assert.Null(ProcFiles.Bytes("Name:\tx\nState:\tZ (zombie)\n", "VmHWM"));
    }

    [Theory]
    [InlineData("12 (sh) S 7 12 12 0", 7)]
    [InlineData("12 (a) S 3) R 8 12 12 0", 8)]
    [InlineData("12", null)]
    public void A_name_with_brackets_does_not_hide_the_parent(string stat, int? parent) => Assert.Equal(parent, ProcFiles.Parent(stat));

    [Fact]
    public void The_time_of_a_result_is_read_with_its_fraction()
    {
        var (name, file) = ResultFiles.Parse("1700000000.2500000000 4096 img00001-faithful of two.jpg");
        Assert.Equal("img00001", name);
        Assert.Equal(new ResultFile(DateTimeOffset.FromUnixTimeMilliseconds(1700000000250), 4096), file);
    }

    [Theory]
    [InlineData("POST /a?b HTTP/1.1\r\ncontent-length: 12\r\nExpect: 100-continue\r\n\r\n", 12, true, false)]
    [InlineData("GET /a?b HTTP/1.1\r\nConnection: Close\r\n\r\n", 0, false, true)]
    [InlineData("POST /a?b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", null, false, false)]
    public void The_head_of_a_request_is_read(string head, int? length, bool expectsContinue, bool closes)
    {
        var request = SinkRequest.Parse(head);
        Assert.Equal("/a?b", request.Target);
        Assert.Equal((long?)length, request.BodyLength);
        Assert.Equal(expectsContinue, request.ExpectsContinue);
        Assert.Equal(closes, request.Closes);
    }
}
