using System.Text;
using SkinEnhance.Cli.Hosting;

namespace SkinEnhance.Cli.Tests;

public sealed class TerminalWriterTests
{
    [Fact]
    public async Task A_closed_terminal_ends_nothing()
    {
        await using var writer = new TerminalWriter(new GoneTerminal());

        writer.Write('a');
        writer.WriteLine("a line");
        writer.Write("a span".AsSpan());
        writer.Write("{0} format", 1);
        await writer.WriteLineAsync("later");
        writer.Flush();
        await writer.FlushAsync();
    }

    [Fact]
    public void Written_text_reaches_the_terminal()
    {
        using var terminal = new StringWriter();
        using var writer = new TerminalWriter(terminal);

        writer.Write('a');
        writer.Write("b".AsSpan());
        writer.WriteLine("c");

        Assert.Equal($"abc{Environment.NewLine}", terminal.ToString());
    }

    private sealed class GoneTerminal : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("Input/output error");

        public override void Flush() => throw new IOException("Input/output error");
    }
}
