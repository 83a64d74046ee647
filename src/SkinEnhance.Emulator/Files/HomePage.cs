using SkinEnhance.Emulator.Http;

namespace SkinEnhance.Emulator.Files;

/// <summary>The page that says what this is; and the answer to every address nobody serves.</summary>
internal sealed class HomePage(string text) : Api
{
    public override string? Provider => null;

    public override Route Find(string method, string path) => new(
        this,
        FaultTarget.Any,
        BodyKind.None,
        (exchange, _) => Task.FromResult(method == "GET" && path == "/" ? Answer.Text(200, text) : Error(exchange, 404, null, "Nothing is served here.")));

    public override Answer Error(Exchange exchange, int status, string? code, string message) => Answer.Text(status, message);
}
