using System.Management.Automation;
using System.Security;
using SkinEnhance.Binding;
using SkinEnhance.Core.Settings;
using SkinEnhance.Errors;
using SkinEnhance.Session;

namespace SkinEnhance.Commands;

/// <summary>Sets a provider's key, base address and defaults for this PowerShell process.</summary>
[Cmdlet(VerbsCommunications.Connect, "EnhanceProvider", DefaultParameterSetName = KeySet, HelpUri = HelpPages.Root + "Connect-EnhanceProvider.md")]
[OutputType(typeof(EnhanceProviderInfo))]
public sealed class ConnectEnhanceProviderCommand : PSCmdlet
{
    private const string KeySet = "Key";
    private const string SecretSet = "Secret";

    /// <summary>The provider: Comfy or AILab.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateSet("Comfy", "AILab")]
    public string Name { get; set; } = string.Empty;

    /// <summary>The key. Without it the environment's stays in force.</summary>
    [Parameter(Position = 1, ParameterSetName = KeySet)]
    [ValidateNotNull]
    public SecureString? Key { get; set; }

    /// <summary>The name of the key in a vault of the module Microsoft.PowerShell.SecretManagement.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SecretSet)]
    [ValidateNotNullOrEmpty]
    public string SecretName { get; set; } = string.Empty;

    /// <summary>The vault; all of them when it is not given.</summary>
    [Parameter(ParameterSetName = SecretSet)]
    [ValidateNotNullOrEmpty]
    public string? VaultName { get; set; }

    /// <summary>The base address: https, or http on loopback.</summary>
    [Parameter]
    public Uri? BaseUri { get; set; }

    /// <summary>The proxy of all requests of this process but those to this computer: http, https, socks4, socks4a or socks5.</summary>
    [Parameter]
    [TextTransformation]
    public string? Proxy { get; set; }

    /// <summary>User and password for the proxy.</summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>How many images are under way at once when a call does not say, 1 to 64.</summary>
    [Parameter]
    [NumberTransformation(1, 64, IsWhole = true)]
    public int? ThrottleLimit { get; set; }

    /// <summary>How long a task is waited for when a call does not say: seconds or a TimeSpan.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <summary>How long to wait between two questions for one task: seconds or a TimeSpan.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? PollInterval { get; set; }

    /// <summary>Emits the settings as they are then.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var previous = ProviderSession.Find(Name);
        var proxy = ReadProxy();
        var key = ParameterSetName == SecretSet ? ReadSecret() : Key?.Copy();
        key?.MakeReadOnly();
        ProviderSession.Connect(new ProviderConnection
        {
            Provider = Name,
            Key = key ?? previous?.Key,
            KeySource = key is null ? previous?.KeySource : ParameterSetName == SecretSet ? $"the secret '{SecretName}'" : "Connect-EnhanceProvider",
            BaseUri = BaseUri ?? previous?.BaseUri,
            Proxy = proxy ?? previous?.Proxy,
            ThrottleLimit = ThrottleLimit ?? previous?.ThrottleLimit,
            Timeout = Timeout ?? previous?.Timeout,
            PollInterval = PollInterval ?? previous?.PollInterval,
        });
        try
        {
            ProviderSession.Settings(Name).CheckKeyForm();
            if (PassThru)
            {
                WriteObject(ProviderInfoReader.Read(Name));
            }
        }
        catch (EnhanceException refused)
        {
            // A setting that cannot work must not stay behind.
            if (previous is null)
            {
                ProviderSession.Disconnect(Name);
            }
            else
            {
                ProviderSession.Connect(previous);
            }

            ThrowTerminatingError(EnhanceErrorRecord.Create(refused));
        }
    }

    private ProxySettings? ReadProxy()
    {
        try
        {
            return (Proxy ?? (ProxyCredential is null ? null : ProviderSession.Proxy?.Address.AbsoluteUri)) is { } address
                ? new ProxySettings(address, "-Proxy", ProxyCredential?.GetNetworkCredential())
                : ProxyCredential is null ? null : throw new InvalidSettingException(new EnhanceError
                {
                    Id = ErrorIds.ProxyNotAccepted,
                    Target = "-ProxyCredential",
                    Message = "-ProxyCredential is for the proxy that -Proxy names, and none is set.",
                });
        }
        catch (InvalidSettingException refused)
        {
            ThrowTerminatingError(EnhanceErrorRecord.Create(refused));
            throw;
        }
    }

    private SecureString ReadSecret()
    {
        try
        {
            // By name, so that the module needs no other module to be imported.
            var found = InvokeCommand.InvokeScript(
                "param($name, $vault) if ($vault) { Get-Secret -Name $name -Vault $vault -ErrorAction Stop } else { Get-Secret -Name $name -ErrorAction Stop }",
                SecretName,
                VaultName);
            return found.Count == 1 ? AsSecureString(found[0]?.BaseObject) : throw new PSArgumentException($"{found.Count} secrets came back.");
        }
        catch (Exception failure) when (failure is RuntimeException or CommandNotFoundException or PSArgumentException)
        {
            var vault = VaultName is null ? string.Empty : $" in the vault '{VaultName}'";
            ThrowTerminatingError(EnhanceErrorRecord.Create(
                ErrorIds.SecretNotFound, $"The secret '{SecretName}'{vault} cannot be read: {failure.Message}", SecretName, failure));
            throw;
        }
    }

    private static SecureString AsSecureString(object? secret)
    {
        switch (secret)
        {
            case SecureString secure:
                return secure.Copy();
            case PSCredential credential:
                return credential.Password.Copy();
            case string text:
                var result = new SecureString();
                foreach (var character in text)
                {
                    result.AppendChar(character);
                }

                return result;
            default:
                throw new PSArgumentException("It is neither text nor a secure string.");
        }
    }
}
