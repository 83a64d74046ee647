# Dot-sourced by every test file: imports the published module, and gives the tests access to the emulator.
Set-StrictMode -Version Latest

$script:RepositoryRoot = (Resolve-Path -LiteralPath (Join-Path $PSScriptRoot '../..')).ProviderPath
$script:ModulePath = Join-Path $RepositoryRoot 'out/SkinEnhance'
$script:SamplePath = Join-Path $RepositoryRoot 'samples'

# The provider's estimates do not delay these, so that a complete run takes some 100 ms.
$script:Quick = @{ Mode = 'SmartSkinAdvanced'; Effect = 'AcneRemoval' }

# Longer than anything here takes on a busy machine; a test that reaches it has failed.
$script:Patience = [timespan]::FromMinutes(2)

if (-not (Test-Path -LiteralPath $ModulePath)) {
    throw "The module is not staged at '$ModulePath': run dotnet test at the root, or build.ps1."
}

# A separate folder for the ledger, never the user's. While tests are discovered there is no TestDrive, and nothing is written.
$drive = Get-Variable -Name TestDrive -ValueOnly -ErrorAction Ignore

# A copy, since a result without a destination is saved in the folder of its image.
if ($drive) {
    $copy = Join-Path $drive samples
    if (-not (Test-Path -LiteralPath $copy)) {
        Copy-Item -LiteralPath $SamplePath -Destination $copy -Recurse
    }

    $script:SamplePath = $copy
}

$env:SKINENHANCE_HOME = Join-Path ($drive ? $drive : [IO.Path]::GetTempPath()) "skinenhance-$([guid]::NewGuid())"
$env:SKINENHANCE_HOST = $null

Import-Module $ModulePath -ErrorAction Stop
. (Join-Path $RepositoryRoot examples/Get-PowerShellCommand.ps1)

# A type of the emulator, from the module's own load context: the module itself has no API for tests.
function Get-EmulatorType {
    [OutputType([type])]
    param([Parameter(Mandatory)] [string] $Name)

    # The context is created with the first use of the engine.
    $null = Get-EnhanceProvider
    $context = [Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ 'SkinEnhance'
    $context.LoadFromAssemblyName('SkinEnhance.Emulator').GetType("SkinEnhance.Emulator.$Name", $true)
}

# Starts with an empty ledger, so that earlier submissions are new again; returns its parent folder.
function Use-FreshLedger {
    [OutputType([string])]
    param()

    $env:SKINENHANCE_HOME = Join-Path $TestDrive "home-$([guid]::NewGuid())"
    $env:SKINENHANCE_HOME
}

# Starts a separate emulator with an empty ledger, and configures the module to use it, by the environment as a user would.
function Open-Emulator {
    param([hashtable] $Option = @{})

    $null = Use-FreshLedger
    $options = (Get-EmulatorType EmulatorOptions)::new()
    $options.TaskTime = [timespan]::Zero
    foreach ($name in $Option.Keys) {
        $options.$name = $Option[$name]
    }

    $emulator = (Get-EmulatorType ProviderEmulator)::Start($options)
    $env:SKINENHANCE_COMFY_URI = $env:SKINENHANCE_AILAB_URI = $emulator.Address
    $env:COMFY_API_KEY = $emulator.ComfyKey
    $env:AILAB_API_KEY = $emulator.AILabKey
    Connect-EnhanceProvider -Name Comfy -PollInterval 0.02
    Connect-EnhanceProvider -Name AILab -PollInterval 0.02
    $emulator
}

function Close-Emulator {
    param([Parameter(Mandatory)] $Emulator)

    Disconnect-EnhanceProvider -Name Comfy, AILab
    $env:SKINENHANCE_COMFY_URI = $env:SKINENHANCE_AILAB_URI = $env:COMFY_API_KEY = $env:AILAB_API_KEY = $null
    $Emulator.Dispose()
}

# Adds a fault: a factory of Fault with its arguments, then its properties.
function Add-Fault {
    param(
        [Parameter(Mandatory)] $Emulator,
        [Parameter(Mandatory)] [string] $Name,
        [object[]] $Argument = @(),
        [hashtable] $Property = @{}
    )

    $method = (Get-EmulatorType Fault).GetMethod($Name)
    $values = foreach ($parameter in $method.GetParameters()) {
        if ($parameter.Position -lt $Argument.Count) {
            [Management.Automation.LanguagePrimitives]::ConvertTo($Argument[$parameter.Position], $parameter.ParameterType)
        }
        else {
            [Type]::Missing
        }
    }

    $fault = $method.Invoke($null, 'OptionalParamBinding', $null, [object[]] @($values), $null)
    foreach ($entry in $Property.GetEnumerator()) {
        $fault.($entry.Key) = $entry.Value
    }

    $null = $Emulator.Faults.Add($fault)
}

# Waits until the emulator has received a request to this part of it, or with -Hanging until such a request hangs and can be released; the
# condition is compiled, because it runs on the emulator's threads.
function Wait-Request {
    param(
        [Parameter(Mandatory)] $Emulator,
        [Parameter(Mandatory)] [string] $Target,
        [int] $FromNumber = 1,
        [switch] $Hanging
    )

    $type = Get-EmulatorType RecordedRequest
    $request = [Linq.Expressions.Expression]::Parameter($type, 'request')
    $isTarget = [Linq.Expressions.Expression]::Equal(
        [Linq.Expressions.Expression]::Property($request, 'Target'),
        [Linq.Expressions.Expression]::Constant((Get-EmulatorType FaultTarget)::$Target))
    $isLate = [Linq.Expressions.Expression]::GreaterThanOrEqual(
        [Linq.Expressions.Expression]::Property($request, 'Number'),
        [Linq.Expressions.Expression]::Constant($FromNumber))
    $isMeant = [Linq.Expressions.Expression]::AndAlso($isTarget, $isLate)
    if ($Hanging) {
        $isHanging = [Linq.Expressions.Expression]::Equal(
            [Linq.Expressions.Expression]::Property($request, 'Fault'),
            [Linq.Expressions.Expression]::Constant('Hang'))
        $isMeant = [Linq.Expressions.Expression]::AndAlso($isMeant, $isHanging)
    }

    $condition = [Linq.Expressions.Expression]::Lambda(
        [Func`2].MakeGenericType($type, [bool]),
        $isMeant,
        [Linq.Expressions.ParameterExpression[]] $request).Compile()
    $seen = $Emulator.Record.WaitForRequestAsync($condition, [Threading.CancellationToken]::None)
    if (-not $seen.Wait($Patience)) {
        throw "No request to $Target came within $Patience."
    }
}

# Waits until a condition holds that has no event.
function Wait-Condition {
    param([Parameter(Mandatory)] [scriptblock] $Condition)

    if (-not [Threading.SpinWait]::SpinUntil([Func[bool]] $Condition, $Patience)) {
        throw "'$Condition' did not come about within $Patience."
    }
}

# Waits until a script shows this progress; returns the record.
function Wait-Progress {
    param([Parameter(Mandatory)] $Started, [Parameter(Mandatory)] [string] $Status)

    Wait-Condition { $null -ne ($Started.Shell.Streams.Progress | Where-Object StatusDescription -EQ $Status) }
    $Started.Shell.Streams.Progress | Where-Object StatusDescription -EQ $Status | Select-Object -Last 1
}

# The requests to one part of the emulator.
function Get-Request {
    param([Parameter(Mandatory)] $Emulator, [Parameter(Mandatory)] [string] $Target)

    $Emulator.Record.Requests | Where-Object Target -EQ $Target
}

# A key as a user would type it at a prompt.
function Read-SecureKey {
    [OutputType([securestring])]
    param([Parameter(Mandatory)] [string] $Text)

    $key = [securestring]::new()
    foreach ($character in $Text.GetEnumerator()) {
        $key.AppendChar($character)
    }

    $key
}

# Copies of a sample with other names; their full paths.
function Copy-Sample {
    [OutputType([string])]
    param(
        [Parameter(Mandatory)] [string] $Folder,
        [Parameter(Mandatory)] [string[]] $Name,
        [string] $Sample = 'small-portrait.png'
    )

    $null = New-Item -ItemType Directory -Force -Path $Folder
    foreach ($one in $Name) {
        $copy = Join-Path $Folder $one
        [IO.File]::Copy((Join-Path $SamplePath $Sample), $copy)
        $copy
    }
}

# Images that differ from each other and from the samples: a sample with its new name appended. Their full paths.
function New-Image {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'It writes to the TestDrive alone.')]
    [OutputType([string])]
    param([Parameter(Mandatory)] [string] $Folder, [Parameter(Mandatory)] [string[]] $Name)

    foreach ($path in Copy-Sample $Folder $Name) {
        [IO.File]::AppendAllText($path, [IO.Path]::GetFileName($path))
        $path
    }
}

# Starts a script in a separate runspace, with the module in it, to be stopped from outside.
function Invoke-Elsewhere {
    param([Parameter(Mandatory)] [string] $Script, [object[]] $Argument = @())

    $state = [initialsessionstate]::CreateDefault2()
    $state.ImportPSModule($ModulePath)
    $shell = [powershell]::Create($state).AddScript($Script)
    foreach ($one in $Argument) {
        $null = $shell.AddArgument($one)
    }

    $output = [Management.Automation.PSDataCollection[psobject]]::new()
    [pscustomobject]@{
        Shell  = $shell
        Output = $output
        Handle = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
    }
}

# Starts a script in a separate PowerShell process, like the current one: returns the process and its output. With
# lines to answer its prompts it is an interactive one.
function Start-PowerShell {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'The test ends it.')]
    [OutputType([hashtable])]
    param([Parameter(Mandatory)] [string] $Script, [string[]] $Argument = @(), [string[]] $Line = @(), [string] $WorkingDirectory = $TestDrive)

    $file = Join-Path $TestDrive "$([guid]::NewGuid()).ps1"
    Set-Content -LiteralPath $file -Value $Script
    $command = Get-PowerShellCommand
    $start = [Diagnostics.ProcessStartInfo]::new($command.FilePath)
    foreach ($one in @($command.ArgumentList; '-NoProfile'; if (-not $Line) { '-NonInteractive' }; '-File'; $file; $Argument)) {
        $start.ArgumentList.Add($one)
    }

    $start.WorkingDirectory = $WorkingDirectory
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $process = [Diagnostics.Process]::Start($start)
    $Line | ForEach-Object { $process.StandardInput.WriteLine($_) }
    $process.StandardInput.Close()
    @{ Process = $process; Output = $process.StandardOutput.ReadToEndAsync(); Errors = $process.StandardError.ReadToEndAsync() }
}

# Waits for a PowerShell process to end without an error, and returns its lines.
function Receive-PowerShell {
    [OutputType([string])]
    param([Parameter(Mandatory)] [hashtable] $Child, [timespan] $Within = $Patience)

    if (-not $Child.Process.WaitForExit($Within)) {
        $Child.Process.Kill($true)
        throw "The process did not end within $Within."
    }

    $output, $errors = $Child.Output.Result, $Child.Errors.Result
    $Child.Process.ExitCode | Should -Be 0 -Because "$output$errors"
    $errors | Should -BeNullOrEmpty
    $output -split '\r?\n' | Where-Object { $_ }
}

# Runs a script in a separate PowerShell process; returns its lines.
function Invoke-PowerShell {
    [OutputType([string])]
    param([Parameter(Mandatory)] [string] $Script, [string[]] $Argument = @(), [string[]] $Line = @(), [string] $WorkingDirectory = $TestDrive)

    Receive-PowerShell (Start-PowerShell @PSBoundParameters)
}
