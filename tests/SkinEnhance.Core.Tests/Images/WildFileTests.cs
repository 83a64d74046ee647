using System.Diagnostics;
using System.Net.Sockets;
using SkinEnhance.Core.Images;
using SkinEnhance.Core.Tests.Ledger;

namespace SkinEnhance.Core.Tests.Images;

/// <summary>Files that are none, and files that the platform cannot date or name.</summary>
public sealed class WildFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [UnixFact]
    public async Task A_pipe_is_refused_and_not_waited_for()
    {
        var path = _folder.In("b.jpg");
        await RunAsync("mkfifo", path);

        File.CreateSymbolicLink(_folder.In("link.jpg"), path);

        foreach (var name in (string[])["b.jpg", "link.jpg"])
        {
            var error = await Task.Run(() => Assert.Throws<InvalidImageException>(() => ImagePreflight.Inspect(_folder.In(name)))).SoonAsync();
            Assert.Equal(ErrorIds.ImageNotReadable, error.Error.Id);
            Assert.Contains("not a regular file", error.Message, StringComparison.Ordinal);
        }
    }

    [UnixFact]
    public void A_socket_is_refused()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder.In("b.jpg")));

        Assert.Contains("not a regular file", Assert.Throws<InvalidImageException>(() => ImagePreflight.Inspect(_folder.In("b.jpg"))).Message, StringComparison.Ordinal);
    }

    [UnixFact]
    public void A_device_is_refused()
    {
        File.CreateSymbolicLink(_folder.In("b.jpg"), "/dev/zero");

        Assert.Contains("not a regular file", Assert.Throws<InvalidImageException>(() => ImagePreflight.Inspect(_folder.In("b.jpg"))).Message, StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task A_file_dated_beyond_the_last_year_of_the_platform_is_sent()
    {
        await using var fixture = new LedgerFixture();
        var image = fixture.Image();
        await RunAsync("touch", "-d", "@300000000000", image);

        var task = await fixture.RunAsync(image);

        Assert.Equal((EnhanceTaskStatus.Completed, null), (task.Status, task.ErrorId));
    }

    [UnixFact]
    public async Task A_name_with_a_colon_is_saved_under_one_that_every_system_takes()
    {
        await using var fixture = new LedgerFixture();

        var task = await fixture.RunAsync(fixture.Image("12:30.png"));

        Assert.StartsWith("12_30-", Path.GetFileName(Assert.Single(task.OutputPath)), StringComparison.Ordinal);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync().SoonAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
