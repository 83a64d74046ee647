namespace SkinEnhance.Cli.Output;

/// <summary>What to do after an error, in this program's own terms where the general advice would leave its user to guess.</summary>
internal static class Advice
{
    internal static string For(EnhanceError error) => error.Id switch
    {
        ErrorIds.ImageNotFound => "Check the path. Only * and ? are wildcards, and only where no file has that very name.",
        ErrorIds.KeyMissing =>
            "Set the variable that the message names. Without a key, 'skinenhance demo' shows everything, and 'skinenhance emulator' answers in the services' place.",
        ErrorIds.OutputExists => "Choose another --destination, or replace it with --force; the image is then paid for again.",
        ErrorIds.RateLimited => "Run the command again later, or with a lower --limit.",
        ErrorIds.OperationTimeout => "The task goes on at the provider and is billed; its id is in the message. A longer --timeout waits longer.",
        _ => error.Advice,
    };
}
