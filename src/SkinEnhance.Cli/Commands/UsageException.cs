namespace SkinEnhance.Cli.Commands;

/// <summary>The command line asks for something that does not go together.</summary>
/// <param name="message">What, in one sentence.</param>
internal sealed class UsageException(string message) : Exception(message);
