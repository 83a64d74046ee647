using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Tests.Platform;

public class FingerprintSetTests
{
    [Fact]
    public void A_text_is_added_once_until_it_is_taken_out()
    {
        var set = new FingerprintSet(ignoreCase: false);

        Assert.True(set.Add("/photos/a.jpg"));
        Assert.False(set.Add("/photos/a.jpg"));
        Assert.True(set.Add("/photos/A.jpg"));
        set.Remove("/photos/a.jpg");
        Assert.True(set.Add("/photos/a.jpg"));
        Assert.False(set.Add("/photos/A.jpg"));
    }

    [Fact]
    public void Case_can_be_ignored()
    {
        var set = new FingerprintSet(ignoreCase: true);

        Assert.True(set.Add("/photos/åsa.jpg"));
        Assert.False(set.Add("/photos/ÅSA.JPG"));
        Assert.True(set.Add("/photos/asa.jpg"));
    }
}
