BeforeAll {
    . $PSScriptRoot/common.ps1

    # A host that stores the warnings, which a console would show.
    Add-Type -IgnoreWarnings -WarningAction Ignore -TypeDefinition @'
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

public sealed class KeepingHost : PSHost
{
    private readonly KeepingUI _ui = new KeepingUI();
    private readonly Guid _id = Guid.NewGuid();
    public ConcurrentQueue<string> Warnings { get { return _ui.Warnings; } }
    public override CultureInfo CurrentCulture { get { return CultureInfo.InvariantCulture; } }
    public override CultureInfo CurrentUICulture { get { return CultureInfo.InvariantCulture; } }
    public override Guid InstanceId { get { return _id; } }
    public override string Name { get { return "Keeping"; } }
    public override PSHostUserInterface UI { get { return _ui; } }
    public override Version Version { get { return new Version(1, 0); } }
    public override void EnterNestedPrompt() { }
    public override void ExitNestedPrompt() { }
    public override void NotifyBeginApplication() { }
    public override void NotifyEndApplication() { }
    public override void SetShouldExit(int exitCode) { }

    private sealed class KeepingUI : PSHostUserInterface
    {
        public readonly ConcurrentQueue<string> Warnings = new ConcurrentQueue<string>();
        public override PSHostRawUserInterface RawUI { get { return null; } }
        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) { return null; }
        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) { return defaultChoice; }
        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) { return null; }
        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes types, PSCredentialUIOptions options) { return null; }
        public override string ReadLine() { return ""; }
        public override SecureString ReadLineAsSecureString() { return null; }
        public override void Write(string value) { }
        public override void Write(ConsoleColor foreground, ConsoleColor background, string value) { }
        public override void WriteDebugLine(string message) { }
        public override void WriteErrorLine(string value) { }
        public override void WriteLine(string value) { }
        public override void WriteProgress(long sourceId, ProgressRecord record) { }
        public override void WriteVerboseLine(string message) { }
        public override void WriteWarningLine(string message) { Warnings.Enqueue(message); }
    }
}
'@

    # Starts a script in a runspace with that host.
    function Invoke-WithHost {
        param([Parameter(Mandatory)] [string] $Script, [object[]] $Argument = @())

        $keeper = [KeepingHost]::new()
        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule($ModulePath)
        $runspace = [runspacefactory]::CreateRunspace($keeper, $state)
        $runspace.Open()
        $shell = [powershell]::Create($runspace).AddScript($Script)
        foreach ($one in $Argument) {
            $null = $shell.AddArgument($one)
        }

        [pscustomobject]@{ Shell = $shell; Runspace = $runspace; Host = $keeper; Handle = $shell.BeginInvoke() }
    }
}

Describe 'A stopped command' {
    BeforeEach {
        $script:emulator = Open-Emulator
        $script:folder = Join-Path $TestDrive ([guid]::NewGuid())
        $script:paths = New-Image $folder (1..3 | ForEach-Object { "$_.png" })
        $script:started = $null
    }

    AfterEach {
        if ($started) {
            $started.Shell.Dispose()
            $started.Runspace.Dispose()
        }

        Close-Emulator $emulator
    }

    It 'shows in one warning how many images continue, their cost and how to resume' {
        Add-Fault $emulator TaskStatusText '1' @{ Times = 1000 }
        $started = Invoke-WithHost 'param($p, $out) Invoke-SkinEnhance $p -Mode SmartSkinAdvanced -Effect AcneRemoval -Destination $out' $paths, "$folder/o'ut"
        Wait-Request $emulator Status 6
        $started.Shell.Stop()

        $emulator.Record.BilledCount | Should -Be 3
        $started.Host.Warnings | Should -HaveCount 1
        $warning = @($started.Host.Warnings)[0]
        $warning | Should -BeLike 'Stopped: 3 images accepted by the provider continue there, for about 45 credits.*same command again*'
        $emulator.Faults.Clear()
        (Invoke-SkinEnhance $paths @Quick -Destination "$folder/o'ut").FromLedger | Should -Be $true, $true, $true
        $emulator.Record.BilledCount | Should -Be 3
    }

    It 'shows a command that saves the results of its own <count> images only' -ForEach @(
        @{ Count = 2; Form = "Wait-EnhanceTask '*', '*' -Destination '*'" }
        @{ Count = 6; Form = "Get-EnhanceTask -Status Submitted, InProgress -Since '*' | Wait-EnhanceTask -Destination '*'" }
    ) {
        Add-Fault $emulator TaskStatusText '1' @{ Times = 1000 }
        $other = New-Image $folder other.png
        $null = Invoke-SkinEnhance $other @Quick -NoWait
        Get-ChildItem $env:SKINENHANCE_HOME -Recurse -File | ForEach-Object { $_.LastWriteTime = [datetime]::Now.AddMinutes(-1) }

        $own = New-Image "$folder/own" (1..$Count | ForEach-Object { "$_.png" })
        $started = Invoke-WithHost "param(`$p, `$out) Invoke-SkinEnhance `$p -Mode SmartSkinAdvanced -Effect AcneRemoval -Destination `$out -ThrottleLimit $Count" $own, "$folder/o'ut"
        Wait-Condition { $emulator.Record.BilledCount -eq $Count + 1 }
        $started.Shell.Stop()

        $command = "$($started.Host.Warnings)" -replace '(?s)^.* To save only .+?: ((?:Get|Wait)-.+)\.$', '$1'
        $command | Should -BeLike $Form
        $emulator.Faults.Clear()
        (& ([scriptblock]::Create($command))).SourcePath | Sort-Object | Should -Be $own
        Get-ChildItem -LiteralPath "$folder/o'ut" -File | Should -HaveCount $Count
    }

    It 'estimates credits that the provider has not reported' {
        $started = Invoke-WithHost 'param($p) Invoke-SkinEnhance $p' (, $paths[0..1])
        Wait-Request $emulator Submit 2
        Wait-Condition { $emulator.Record.BilledCount -eq 2 }
        $started.Shell.Stop()
        $started.Host.Warnings | Should -BeLike 'Stopped: * for about 156.14 credits.*'
    }

    It 'shows that an earlier run was billed for resumed images' {
        Add-Fault $emulator TaskStatusText '1' @{ Times = 1000 }
        $null = Invoke-SkinEnhance $paths[0] @Quick -NoWait
        $started = Invoke-WithHost 'param($p) Invoke-SkinEnhance $p -Mode SmartSkinAdvanced -Effect AcneRemoval' $paths[0]
        Wait-Request $emulator Status
        $started.Shell.Stop()
        $started.Host.Warnings | Should -BeLike 'Stopped: 1 image accepted by the provider continues there, billed in an earlier run.*'
    }

    It 'shows images that may have been accepted and billed' {
        Add-Fault $emulator HangAfterAccept Submit
        $started = Invoke-WithHost 'param($p) Invoke-SkinEnhance $p -Mode SmartSkin' $paths[0]
        Wait-Condition { $emulator.Record.BilledCount -eq 1 }
        $started.Shell.Stop()
        $started.Host.Warnings | Should -BeLike 'Stopped: 1 image may have been accepted and billed, for about 5 credits.*'
    }

    It 'shows the warning after Select-Object -First too' {
        Add-Fault $emulator TaskStatusText '1' @{ Times = 1000; Skip = 1 }
        $started = Invoke-WithHost 'param($p) $p | Invoke-SkinEnhance -Mode SmartSkinAdvanced -Effect AcneRemoval -NoSave | Select-Object -First 1' (, $paths)
        $started.Handle.AsyncWaitHandle.WaitOne($Patience) | Should -BeTrue
        $left = $emulator.Record.BilledCount - 1
        $left | Should -BeGreaterThan 0
        $started.Host.Warnings | Should -BeLike "Stopped: $left image* continue* there, for about $(15 * $left) credits.*"
    }

    It 'shows nothing if nothing continues: <why>' -ForEach @(
        @{ Why = 'all is done'; Script = 'param($p, $out) Invoke-SkinEnhance $p -Mode SmartSkin -Destination $out' }
        @{ Why = 'enough is there and the rest was not sent'; Script = 'param($p, $out) Invoke-SkinEnhance $p -Mode SmartSkin -Destination $out -ThrottleLimit 1 -MaxCredits 5 -ErrorAction Ignore | Select-Object -First 1' }
    ) {
        $started = Invoke-WithHost $Script $paths, "$folder/out"
        $started.Handle.AsyncWaitHandle.WaitOne($Patience) | Should -BeTrue
        $started.Host.Warnings -like 'Stopped:*' | Should -BeNullOrEmpty
    }

    It 'shows nothing with <how>' -ForEach @(
        @{ How = '-WarningAction SilentlyContinue'; Script = 'param($p) Invoke-SkinEnhance $p -Mode SmartSkinAdvanced -Effect AcneRemoval -WarningAction SilentlyContinue' }
        @{ How = '$WarningPreference'; Script = 'param($p) $WarningPreference = "SilentlyContinue"; Invoke-SkinEnhance $p -Mode SmartSkinAdvanced -Effect AcneRemoval' }
    ) {
        Add-Fault $emulator TaskStatusText '1' @{ Times = 1000 }
        $started = Invoke-WithHost $Script $paths[0]
        Wait-Request $emulator Status
        $started.Shell.Stop()
        $started.Host.Warnings | Should -BeNullOrEmpty
    }
}
