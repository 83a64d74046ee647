using SkinEnhance.Cli.Commands;

namespace SkinEnhance.Cli.Tests;

public sealed class PointInTimeTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("30m", 1800)]
    [InlineData("12h", 43200)]
    [InlineData("1.5H", 5400)]
    [InlineData("30d", 2592000)]
    [InlineData("2w", 1209600)]
    [InlineData("0d", 0)]
    public void A_number_with_a_unit_is_a_duration(string text, double seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), PointInTime.ReadDuration(text));

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("30")]
    [InlineData("-1d")]
    [InlineData("1e9w")]
    [InlineData("99999999w")]
    [InlineData("30 d")]
    [InlineData("month")]
    public void Anything_else_is_none(string text)
    {
        Assert.Null(PointInTime.ReadDuration(text));
    }

    [Fact]
    public void A_date_is_of_this_place_unless_it_says_otherwise()
    {
        Assert.Equal(new DateTimeOffset(new DateTime(2026, 8, 31, 0, 0, 0, DateTimeKind.Local)), PointInTime.Read("2026-08-31"));
        Assert.Equal(new DateTimeOffset(2026, 8, 31, 10, 30, 0, TimeSpan.Zero), PointInTime.Read("2026-08-31T10:30Z"));
        Assert.Null(PointInTime.Read("yesterday"));
    }
}
