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

    /// <summary>The key. Without it, the key from the environment applies.</summary>
    [Parameter(Position = 1, ParameterSetName = KeySet)]
    [ValidateNotNull]
    public SecureString? Key { get; set; }

    /// <summary>The name of the key in a vault of the module Microsoft.PowerShell.SecretManagement.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SecretSet)]
    [ValidateNotNullOrEmpty]
    public string SecretName { get; set; } = string.Empty;

    /// <summary>The vault. Default all vaults.</summary>
    [Parameter(ParameterSetName = SecretSet)]
    [ValidateNotNullOrEmpty]
    public string? VaultName { get; set; }

    /// <summary>The base address: https, or http on loopback.</summary>
    [Parameter]
    public Uri? BaseUri { get; set; }

    /// <summary>The proxy for all requests of this process except those to this computer: http, https, socks4, socks4a or socks5.</summary>
    [Parameter]
    [TextTransformation]
    public string? Proxy { get; set; }

    /// <summary>User and password for the proxy.</summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>How many images are processed at once unless a call specifies it, 1 to 64.</summary>
    [Parameter]
    [NumberTransformation(1, 64, IsWhole = true)]
    public int? ThrottleLimit { get; set; }

    /// <summary>How long to wait for a task unless a call specifies it: seconds or a TimeSpan.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <summary>The shortest time between two polls of one task: seconds or a TimeSpan.</summary>
    [Parameter]
    [DurationTransformation]
    public TimeSpan? PollInterval { get; set; }

    /// <summary>Emits the new settings.</summary>
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
            // An invalid setting must not remain.
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
                    Message = "-ProxyCredential requires a proxy. Specify -Proxy too.",
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
            // Invoked by name, so that the module has no dependency on SecretManagement.
            var found = InvokeCommand.InvokeScript(
                "param($name, $vault) if ($vault) { Get-Secret -Name $name -Vault $vault -ErrorAction Stop } else { Get-Secret -Name $name -ErrorAction Stop }",
                SecretName,
                VaultName);
            return found.Count == 1 ? AsSecureString(found[0]?.BaseObject) : throw new PSArgumentException($"Get-Secret returned {found.Count} secrets.");
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
                throw new PSArgumentException("It is neither a text nor a secure string.");
        }
    }
}
