using SkinEnhance.Core.Operations;

namespace SkinEnhance.Core.Tests.Operations;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("30m", 1800)]
    [InlineData("12h", 43200)]
    [InlineData("30d", 2592000)]
    [InlineData("2w", 1209600)]
    [InlineData("1.5h", 5400)]
    [InlineData("5M", 300)]
    [InlineData("00:30:00", 1800)]
    [InlineData("1.12:00:00", 129600)]
    [InlineData("0d", 0)]
    public void A_text_with_a_unit_is_a_duration(string text, double seconds)
    {
        Assert.Equal(seconds, DurationText.Read(text)?.TotalSeconds);
        Assert.Equal(seconds, DurationText.ReadOrSeconds(text)?.TotalSeconds);
    }

    [Theory]
    [InlineData("30")]
    [InlineData("0.5")]
    [InlineData("1e3")]
    public void A_bare_number_is_seconds_only_where_that_is_meant(string text)
    {
        Assert.Null(DurationText.Read(text));
        Assert.NotNull(DurationText.ReadOrSeconds(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("-1d")]
    [InlineData("1,5d")]
    [InlineData("1 d")]
    [InlineData(" 1d")]
    [InlineData("30days")]
    [InlineData("5:00")]
    [InlineData("-00:00:01")]
    [InlineData("NaNs")]
    [InlineData("Infinity")]
    [InlineData("1e999d")]
    [InlineData("99999999d")]
    [InlineData("soon")]
    public void Anything_else_is_none(string text)
    {
        Assert.Null(DurationText.Read(text));
        Assert.Null(DurationText.ReadOrSeconds(text));
    }

    [Theory]
    [InlineData("7d", true)]
    [InlineData("2026-08-31", true)]
    [InlineData("2026-08-31T12:00:00Z", true)]
    [InlineData("7", false)]
    [InlineData("7.30", false)]
    [InlineData("yesterday", false)]
    public void A_point_in_time_is_a_date_or_how_long_ago(string text, bool isOne) => Assert.Equal(isOne, TimeText.Read(text) is not null);

    [Fact]
    public void A_date_without_a_zone_is_local()
    {
        Assert.Equal(new DateTimeOffset(new DateTime(2026, 8, 31, 0, 0, 0, DateTimeKind.Local)), TimeText.Read("2026-08-31"));
        Assert.Equal(new DateTimeOffset(2026, 8, 31, 10, 30, 0, TimeSpan.Zero), TimeText.Read("2026-08-31T10:30Z"));
    }
}
