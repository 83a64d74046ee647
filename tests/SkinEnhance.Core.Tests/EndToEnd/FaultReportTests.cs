using System.Text;
using System.Text.RegularExpressions;
using SkinEnhance.Core.Tests.Support;
using SkinEnhance.Emulator;

namespace SkinEnhance.Core.Tests.EndToEnd;

/// <summary>The cost, the files and the message of each fault, as listed in docs/faults.md: the file is the output of the run.</summary>
public sealed partial class FaultReportTests
{
    private const int Forever = 100_000;

    private static readonly string[] Operations = ["Faithful", "SmartSkin", "SmartSkinAdvanced"];

    private static readonly string[] Polled = ["Faithful", "SmartSkinAdvanced"];

    private static readonly (string Title, string[] Operations, (string Case, Fault Fault)[] Rows)[] Sections =
    [
        ("The paid request", Operations,
        [
            ("HTTP 400 in the service's own form", Fault.StatusOn(FaultTarget.Submit, 400)),
            ("HTTP 401 in the service's own form", Fault.StatusOn(FaultTarget.Submit, 401)),
            ("HTTP 403, a page of a proxy", Fault.Html(FaultTarget.Submit, 403)),
            ("HTTP 413 before the body was read", Fault.StatusBeforeBody(FaultTarget.Submit, 413)),
            ("HTTP 429 in the service's own form, once", Fault.StatusOn(FaultTarget.Submit, 429, "1")),
            ("HTTP 429, a page of a proxy", Fault.Html(FaultTarget.Submit, 429)),
            ("HTTP 500 with JSON after the work was accepted", Fault.StatusAfterAccept(FaultTarget.Submit, 500)),
            ("HTTP 502 after the work was accepted", Fault.StatusAfterAccept(FaultTarget.Submit, 502)),
            ("HTTP 503 with JSON that is not the service's own and Retry-After after the work was accepted", Fault.StatusAfterAccept(FaultTarget.Submit, 503, "1") with { Body = """{"message":"busy"}""" }),
            ("HTTP 520 after the work was accepted", Fault.StatusAfterAccept(FaultTarget.Submit, 520)),
            ("HTTP 524 after the work was accepted", Fault.StatusAfterAccept(FaultTarget.Submit, 524)),
            ("a redirect", Fault.Redirect(FaultTarget.Submit, new Uri("http://127.0.0.1:9/"))),
            ("HTTP 200 with a page", Fault.Html(FaultTarget.Submit, 200)),
            ("HTTP 200 without a body", Fault.EmptyBody(FaultTarget.Submit)),
            ("the response cut off", Fault.CutOffJson(FaultTarget.Submit)),
            ("the connection reset before the work was accepted", Fault.ResetBeforeAccept(FaultTarget.Submit)),
            ("the connection reset after the work was accepted", Fault.ResetAfterAccept(FaultTarget.Submit)),
            ("the connection reset during the upload, twice", Fault.ResetMidUpload() with { Times = 2 }),
            ("HTTP 429 in the service's own form, forever", Fault.StatusOn(FaultTarget.Submit, 429, "1") with { Times = Forever }),
            ("HTTP 429 that asks to wait until the year 9999", Fault.StatusOn(FaultTarget.Submit, 429, "Fri, 31 Dec 9999 23:59:59 GMT")),
            ("HTTP 400 with a number for the error after the work was accepted", Accepted(400, """{"error":5,"error_detail":{"code":5}}""")),
            ("HTTP 409 for a key that is used up after the work was accepted", Fault.StatusAfterAccept(FaultTarget.Submit, 409, errorCode: "idempotency_consumed")),
            ("HTTP 499 after the work was accepted", Fault.StatusAfterAccept(FaultTarget.Submit, 499)),
            ("HTTP 204", Fault.EmptyBody(FaultTarget.Submit, 204)),
            ("HTTP 304", Fault.EmptyBody(FaultTarget.Submit, 304)),
            ("HTTP 202 with a JSON array", Accepted(202, "[]")),
            ("HTTP 200 with more JSON than is read", Accepted(200, $$"""{"a":"{{new string('a', 300_000)}}"}""")),
        ]),
        ("The polls", Polled,
        [
            ("HTTP 404, three times", Fault.StatusOn(FaultTarget.Status, 404) with { Times = 3 }),
            ("HTTP 404 forever", Fault.StatusOn(FaultTarget.Status, 404) with { Times = Forever }),
            ("HTTP 401 in the service's own form", Fault.StatusOn(FaultTarget.Status, 401)),
            ("HTTP 403, a page of a proxy", Fault.Html(FaultTarget.Status, 403)),
            ("HTTP 500, three times", Fault.StatusOn(FaultTarget.Status, 500) with { Times = 3 }),
            ("a redirect forever", Fault.Redirect(FaultTarget.Status, new Uri("http://127.0.0.1:9/")) with { Times = Forever }),
            ("JSON cut off, five times", Fault.CutOffJson(FaultTarget.Status) with { Times = 5 }),
            ("an unknown status, three times", Fault.TaskStatusText("REHEARSING") with { Times = 3 }),
            ("completed without a result, forever", Fault.ResultCount(0)),
            ("the task fails", Fault.TaskFails()),
            ("the task never ends", Fault.TaskNeverEnds()),
            ("HTTP 403 in the service's own form", Fault.StatusOn(FaultTarget.Status, 403)),
            ("HTTP 402 in the service's own form, forever", Fault.StatusOn(FaultTarget.Status, 402) with { Times = Forever }),
            ("HTTP 204 forever", Fault.EmptyBody(FaultTarget.Status, 204) with { Times = Forever }),
            ("the connection reset, five times", Fault.ResetBeforeAccept(FaultTarget.Status) with { Times = 5 }),
            ("a JSON array, three times", Polling("[]") with { Times = 3 }),
            ("JSON nested 300 deep, three times", Polling(new string('[', 300)) with { Times = 3 }),
            ("completed without a result, then in progress", Polling("""{"data":{"status":"COMPLETED","generated":[]},"task_status":2}""")),
            ("completed with an ftp address, forever", Polling("""{"data":{"status":"COMPLETED","generated":["ftp://h/x.png"],"result_urls":["ftp://h/x.png"]},"task_status":2}""") with { Times = Forever }),
            ("in progress with an address, once", Polling("""{"data":{"status":"IN_PROGRESS","generated":["http://h/x.png"],"result_urls":["http://h/x.png"]},"task_status":1}""")),
            ("an address whose host has no such port, forever", Polling("""{"data":{"status":"COMPLETED","generated":["http://127.0.0.1:1/x.png"],"result_urls":["http://127.0.0.1:1/x.png"]},"task_status":2}""") with { Times = Forever }),
        ]),
        ("The words of a status", ["Faithful"],
        [
            ("CANCELED", Fault.TaskStatusText("CANCELED") with { Times = Forever }),
            ("error, in lower case", Fault.TaskStatusText("error") with { Times = Forever }),
            ("SUCCEEDED, in lower case and with blanks", Fault.TaskStatusText(" succeeded ") with { Times = Forever }),
            ("results as objects", Fault.GeneratedObjects() with { Times = Forever }),
            ("a response without its data object", Fault.FlatResponse() with { Times = Forever }),
            ("task_status in place of status", Fault.TaskStatusField() with { Times = Forever }),
        ]),
        ("An odd code beside a success", ["SmartSkin", "SmartSkinAdvanced"],
        [
            ("OK", Fault.SuccessCode("OK") with { Times = Forever }),
            ("0.0", Fault.SuccessCode("0.0") with { Times = Forever }),
            ("200", Fault.SuccessCode("200") with { Times = Forever }),
        ]),
        ("The download", Polled,
        [
            ("HTTP 403, once", Fault.DownloadStatus(403)),
            ("HTTP 404 forever", Fault.DownloadStatus(404) with { Times = Forever }),
            ("HTTP 500, five times", Fault.DownloadStatus(500) with { Times = 5 }),
            ("half an image without an announced length, once", Fault.CutOffDownloadWithoutLength()),
            ("half an image, forever", Fault.CutOffDownload() with { Times = Forever }),
            ("gzip that was not requested", Fault.DownloadCoded("gzip")),
            ("a page instead of an image, forever", Fault.DownloadNotImage() with { Times = Forever }),
            ("bytes without end", Fault.EndlessDownload()),
            ("a redirect to file:", Fault.RedirectText(FaultTarget.Download, "file:///etc/hosts")),
            ("HTTP 410 forever", Fault.DownloadStatus(410) with { Times = Forever }),
            ("HTTP 304 forever", Fault.DownloadStatus(304) with { Times = Forever }),
            ("HTTP 429 that asks to wait until the year 9999", Fault.DownloadStatus(429, "Fri, 31 Dec 9999 23:59:59 GMT")),
            ("HTTP 200 without a body, forever", Fault.EmptyBody(FaultTarget.Download) with { Times = Forever }),
            ("a redirect to itself, forever", Fault.RedirectText(FaultTarget.Download, "?") with { Times = Forever }),
            ("a redirect without an address", Fault.RedirectText(FaultTarget.Download, " ")),
            ("Brotli that was not requested", Fault.DownloadCoded("br")),
            ("text with Content-Encoding gzip, forever", Fault.DownloadStatus(200) with { Body = "This is text.", Headers = new Dictionary<string, string> { ["Content-Encoding"] = "gzip" }, Times = Forever }),
        ]),
    ];

    private static readonly (string Case, byte[] Bytes)[] Files =
    [
        ("0 bytes", []),
        ("text named .jpg", "This is text."u8.ToArray()),
        ("a JPEG without its end", CaseFile.Read("truncated.jpg")),
        ("a WEBP without its end", CaseFile.Read("truncated.webp")),
        ("a JPEG with stray bytes between its segments", CaseFile.Read("stray-zeros-between-segments.jpg")),
        ("a JPEG with an unknown segment", CaseFile.Read("segment-marked-00E1.jpg")),
        ("a PNG whose header fails its checksum", CaseFile.Read("png-bad-crc-in-ihdr.png")),
        ("a PNG in Xcode's CgBI form", CaseFile.Read("png-from-xcode-cgbi.png")),
        ("HEIC", CaseFile.Read("portrait.heic")),
        ("AVIF", CaseFile.Read("portrait.avif")),
        ("GIF named .jpg", TestImage.Gif()),
        ("BMP named .jpg", TestImage.Bmp()),
        ("TIFF named .jpg", TestImage.Tiff()),
        ("PNG named .jpg", TestImage.Png()),
        ("a progressive JPEG", TestImage.Jpeg(frame: 0xC2)),
        ("a JPEG with a second picture behind its end", [.. TestImage.Jpeg(), .. TestImage.Jpeg()]),
        ("a PNG with bytes behind its end", [.. TestImage.Png(), .. new byte[3000]]),
        ("a lossless WEBP", TestImage.WebpLossless()),
        ("a JPEG behind a byte order mark", [0xEF, 0xBB, 0xBF, .. TestImage.Jpeg()]),
        ("a JPEG of its first and last marker", [0xFF, 0xD8, 0xFF, 0xD9]),
        ("a JPEG of no size", TestImage.Jpeg(0, 0)),
    ];

    // The messages of the system are those of Unix.
    [UnixFact]
    public async Task The_list_of_faults_is_that_of_the_run()
    {
        var report = new StringBuilder(
            $"""
            # Faults, and what they cost

            Each row is one image. The first run meets the fault; then the fault is gone, and the same command runs again. *Billed* counts what the
            emulated service charged for. *Saved* counts result files; no other file is left in the destination. Addresses, ids,
            times and some counts are left out of the messages. This file is written by the tests: `{WrittenDocument.UpdateVariable}=1 dotnet test tests/SkinEnhance.Core.Tests --filter FaultReport`.

            """);
        foreach (var (title, operations, rows) in Sections)
        {
            Begin(report, title, "Operation");
            foreach (var (name, fault) in rows)
            {
                foreach (var operation in operations)
                {
                    // What breaks off an upload meets one that does not fit into the buffers of a connection.
                    var isLarge = fault.Kind is FaultKind.ResetMidUpload or FaultKind.EarlyResponse;
                    report.AppendLine(await RowAsync($"{name} | {operation}", operation, fault, TestImage.Jpeg(padding: isLarge ? 5_000_000 : 0)));
                }
            }
        }

        Begin(report, "The file", "Operation");
        foreach (var (name, bytes) in Files)
        {
            report.AppendLine(await RowAsync($"{name} | Faithful", "Faithful", null, bytes));
        }

        await WrittenDocument.VerifyAsync("faults.md", report.ToString());
    }

    /// <summary>The paid request is carried out, and its response has a body of JSON.</summary>
    private static Fault Accepted(int status, string body) => Fault.StatusAfterAccept(FaultTarget.Submit, status) with { Body = body, ContentType = "application/json" };

    /// <summary>The response to a poll has a body of JSON.</summary>
    private static Fault Polling(string body) => Fault.StatusOn(FaultTarget.Status, 200) with { Body = body, ContentType = "application/json" };

    private static void Begin(StringBuilder report, string title, string second) => report
        .AppendLine().AppendLine($"## {title}").AppendLine()
        .AppendLine($"| Fault | {second} | First run | Billed | Saved | Again | Billed in all | Saved | Said by the first run |")
        .AppendLine("|---|---|---|---|---|---|---|---|---|");

    private static async Task<string> RowAsync(string name, string operation, Fault? fault, byte[] bytes)
    {
        await using var fixture = new EmulatorFixture(keepsLedger: true);
        if (fault is not null)
        {
            fixture.Emulator.Faults.Add(fault);
        }

        var request = fixture.Request(operation, bytes);
        var first = await RunAsync();
        var (billed, saved) = (fixture.Emulator.Record.BilledCount, fixture.Folder.Files.Length);
        fixture.Emulator.Faults.Clear();
        var again = await RunAsync();
        Assert.Equal(fixture.Folder.Files.Length, fixture.Folder.Files.Count(file => file.StartsWith("face-", StringComparison.Ordinal)));
        return $"| {name} | {Outcome(first)} | {billed} | {saved} | {Outcome(again)} | {fixture.Emulator.Record.BilledCount} | {fixture.Folder.Files.Length} | {Said(first)} |";

        // The default cap would have half a gigabyte of bytes without end sent for each operation.
        async Task<EnhanceTask> RunAsync() => Assert.Single(await fixture.RunAsync(
            [request], options => options with { Timeout = TimeSpan.FromMinutes(10), Save = options.Save! with { MaximumBytes = 16 * 1024 * 1024 } }));
    }

    private static string Outcome(EnhanceTask task) => task.ErrorId is { } id ? $"{task.Status}, `{id}`" : $"{task.Status}{(task.FromLedger ? ", from the ledger" : string.Empty)}";

    private static string Said(EnhanceTask task)
    {
        var said = task.Message ?? string.Empty;
        said = Addresses().Replace(said, "…");
        said = Paths().Replace(said, "face.jpg");
        said = Ids().Replace(said, "…");
        said = Times().Replace(said, "…");
        said = Numbers().Replace(said, "…");
        return said.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+[^\s'"",]*")]
    private static partial Regex Addresses();

    [GeneratedRegex(@"[^\s'""]*[/\\]face\.jpg")]
    private static partial Regex Paths();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{1,12})+-?")]
    private static partial Regex Ids();

    // Those that hang on the size of a buffer, or on a random delay.
    [GeneratedRegex(@"(?<=at least )\d+|(?<=in )\d+(?= attempts)")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?(Z| ?[+-]\d\d:\d\d)?")]
    private static partial Regex Times();
}
