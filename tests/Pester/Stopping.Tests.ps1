BeforeAll {
    . $PSScriptRoot/common.ps1

    # Stops a command that a request holds, and waits until it has ended. The request is still held then, so the end did not
    # wait for its response.
    function Stop-Held {
        [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'The test started it.')]
        param([Parameter(Mandatory)] $Started)

        $Started.Shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne($Patience) | Should -BeTrue
        $Started.Shell.InvocationStateInfo.State | Should -Be 'Stopped'
    }

    # Waits until a script has ended; returns its output.
    function Receive-Elsewhere {
        param([Parameter(Mandatory)] $Started)

        $Started.Handle.AsyncWaitHandle.WaitOne($Patience) | Should -BeTrue
        $Started.Output
    }

    # Checks that nothing continues after a command has ended. As its requests are still held, work that continues would keep its
    # images from being removed. Then an image is sent with many polls, twice: requests that had been sent when the command ended can
    # still arrive during the first time, and work that continues would show in the second.
    function Test-Quiet {
        [OutputType([bool])]
        param([Parameter(Mandatory)] $Emulator)

        Get-EnhanceTask | Remove-EnhanceTask -Force -ErrorAction Stop
        $Emulator.Faults.Clear()
        $Emulator.Faults.ReleaseHangs()
        foreach ($null in 1..2) {
            $number = $Emulator.Record.Requests.Count
            Add-Fault $Emulator TaskStatusText '0' @{ Times = 5 }
            $own = Invoke-SkinEnhance -NoSave (Join-Path $SamplePath portrait-freckles.jpg) @Quick -Resubmit
        }

        $foreign = $Emulator.Record.Requests | Where-Object { $_.Number -gt $number -and $_.TaskId -ne $own.TaskId }
        $foreign | Out-String | Write-Verbose
        $null -eq $foreign
    }
}

Describe 'A stop' {
    BeforeEach {
        $script:emulator = Open-Emulator
        $script:folder = Join-Path $TestDrive ([guid]::NewGuid())
        $script:paths = New-Image $folder (1..6 | ForEach-Object { "$_.png" })
        $script:started = $null
    }

    AfterEach {
        if ($started) {
            $started.Shell.Dispose()
        }

        Close-Emulator $emulator
    }

    It 'with open input ends the work before anything it needs is disposed' {
        Add-Type -TypeDefinition @'
            public static class LostFailures
            {
                public static readonly System.Collections.Concurrent.ConcurrentQueue<string> Seen = new();

                static LostFailures() => System.Threading.Tasks.TaskScheduler.UnobservedTaskException += (_, lost) => Seen.Enqueue(lost.Exception.ToString());

                public static void Collect()
                {
                    System.GC.Collect();
                    System.GC.WaitForPendingFinalizers();
                }
            }
'@
        [LostFailures]::Collect()
        [LostFailures]::Seen.Clear()
        $done = Invoke-SkinEnhance $paths @Quick -NoSave
        Add-Fault $emulator Hang Download @{ Times = 1000 }
        $open = [Threading.ManualResetEventSlim]::new()
        $started = Invoke-Elsewhere 'param($tasks, $open, $out) & { $tasks; $open.Wait() } | Save-EnhanceResult -Destination $out' $done, $open, "$folder/out"
        Wait-Condition { @(Get-Request $emulator Download).Count -ge 3 }

        $stopped = $started.Shell.BeginStop($null, $null)

        # No lease remains, although the input is open: the work has ended.
        Wait-Condition { $null -eq (Get-ChildItem $env:SKINENHANCE_HOME -Recurse -Force -Filter *.claim) }
        $open.Set()
        $stopped.AsyncWaitHandle.WaitOne($Patience) | Should -BeTrue
        $started.Shell.Dispose()
        $emulator.Faults.ReleaseHangs()
        foreach ($null in 1..3) {
            [LostFailures]::Collect()
        }

        [LostFailures]::Seen | Should -BeNullOrEmpty
        (Get-EnhanceTask).Status | Sort-Object -Unique | Should -Be 'Completed'
    }

    # Held: how many requests exist once the throttle limit is reached: for Comfy only the first.
    It 'from outside while <command> is at <target> takes effect and ends all work' -ForEach @(
        @{ Command = 'Invoke-SkinEnhance'; Target = 'Submit'; Fault = 'Hang'; Held = 3; Script = 'param($p, $out) Invoke-SkinEnhance $p -Mode SmartSkinAdvanced -Effect AcneRemoval -Destination $out -ThrottleLimit 3' }
        @{ Command = 'Invoke-SkinEnhance'; Target = 'Submit'; Fault = 'HangAfterAccept'; Held = 3; Script = 'param($p, $out) Invoke-SkinEnhance $p -Mode SmartSkin -Destination $out -ThrottleLimit 3' }
        @{ Command = 'Invoke-SkinEnhance'; Target = 'Status'; Fault = 'Hang'; Held = 6; Script = 'param($p, $out) Invoke-SkinEnhance $p -Mode SmartSkinAdvanced -Effect AcneRemoval -Destination $out -ThrottleLimit 3' }
        @{ Command = 'Invoke-SkinEnhance'; Target = 'Download'; Fault = 'Hang'; Held = 9; Script = 'param($p, $out) Invoke-SkinEnhance $p -Mode SmartSkinAdvanced -Effect AcneRemoval -Destination $out -ThrottleLimit 3' }
        @{ Command = 'Start-Upscale'; Target = 'Submit'; Fault = 'Hang'; Held = 1; Script = 'param($p) Start-Upscale $p' }
        @{ Command = 'Wait-EnhanceTask'; Target = 'Status'; Fault = 'Hang'; Held = 12; Script = 'param($p) Invoke-SkinEnhance $p -Mode SmartSkinAdvanced -Effect AcneRemoval -NoWait | Wait-EnhanceTask' }
        @{ Command = 'Wait-EnhanceTask'; Target = 'Download'; Fault = 'Hang'; Held = 18; Script = 'param($p, $out) Invoke-SkinEnhance $p -Mode SmartSkinAdvanced -Effect AcneRemoval -NoWait | Wait-EnhanceTask -Destination $out' }
        @{ Command = 'Get-EnhanceTask'; Target = 'Status'; Fault = 'Hang'; Held = 12; Script = 'param($p) Invoke-SkinEnhance $p -Mode SmartSkinAdvanced -Effect AcneRemoval -NoWait | Get-EnhanceTask' }
        @{ Command = 'Save-EnhanceResult'; Target = 'Download'; Fault = 'Hang'; Held = 16; Script = 'param($p, $out) $done = Invoke-SkinEnhance -NoSave $p -Mode SmartSkinAdvanced -Effect AcneRemoval; $done | Save-EnhanceResult -Destination $out' }
    ) {
        Add-Fault $emulator $Fault $Target @{ Times = 1000 }
        $started = Invoke-Elsewhere $Script $paths, "$folder/out"
        Wait-Request $emulator $Target $Held
        Stop-Held $started
        Test-Quiet $emulator | Should -BeTrue
        Get-ChildItem -LiteralPath $folder -Recurse -Force -File | Where-Object FullName -NotIn $paths | Should -BeNullOrEmpty
    }

    It 'while upstream is slow takes effect' {
        $started = Invoke-Elsewhere 'param($p) & { $p[0]; Wait-Event never } | Invoke-SkinEnhance -NoSave -Mode SmartSkin' (, $paths)
        Wait-Request $emulator Submit
        Stop-Held $started
    }

    It 'of <command> with open input and work in progress ends all work' -ForEach @(
        @{ Command = 'Save-EnhanceResult'; Script = 'param($t, $out) Import-Module Microsoft.PowerShell.Utility; & { $t; Wait-Event never } | Save-EnhanceResult -Destination $out' }
        @{ Command = 'Wait-EnhanceTask'; Script = 'param($t, $out) Import-Module Microsoft.PowerShell.Utility; & { $t; Wait-Event never } | Wait-EnhanceTask -Destination $out' }
    ) {
        $tasks = Invoke-SkinEnhance $paths[0..2] @Quick -NoSave
        Add-Fault $emulator Hang Download @{ Times = 1000 }
        $started = Invoke-Elsewhere $Script $tasks, "$folder/out"
        Wait-Request $emulator Download
        Stop-Held $started
        $started.Shell.Streams.Error | Should -BeNullOrEmpty
        Test-Quiet $emulator | Should -BeTrue
        Get-ChildItem -LiteralPath "$folder/out" -Force -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'by Select-Object -First sends no more images and waits for no more results' {
        # One image ends; all others that are sent are held, up to the throttle limit.
        Add-Fault $emulator Hang Status @{ Times = 1000; Skip = 1 }
        $started = Invoke-Elsewhere 'param($p) $p | Invoke-SkinEnhance -NoSave -Mode SmartSkinAdvanced -Effect AcneRemoval -ThrottleLimit 2 | Select-Object -First 1' (, $paths)
        Receive-Elsewhere $started | Should -HaveCount 1
        $emulator.Record.BilledCount | Should -BeLessOrEqual 3
        Test-Quiet $emulator | Should -BeTrue
    }

    It 'by Select-Object -First ends all waits of Wait-EnhanceTask' {
        $tasks = Invoke-SkinEnhance $paths @Quick -NoWait
        Add-Fault $emulator Hang Status @{ Times = 1000; Skip = 1 }
        $started = Invoke-Elsewhere 'param($t) $t | Wait-EnhanceTask | Select-Object -First 1' (, $tasks)
        Receive-Elsewhere $started | Should -HaveCount 1
        Test-Quiet $emulator | Should -BeTrue
    }

    It 'by -ErrorAction Stop at the first error ends all work' {
        Add-Fault $emulator StatusOn Submit, 400
        Add-Fault $emulator Hang Status @{ Times = 1000 }
        $script = 'param($p) try { $p | Invoke-SkinEnhance -NoSave -Mode SmartSkinAdvanced -Effect AcneRemoval -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }'
        $started = Invoke-Elsewhere $script (, $paths)
        Receive-Elsewhere $started | Should -BeLike 'RequestRejected,*'
        Test-Quiet $emulator | Should -BeTrue
    }

    It 'by a downstream command that throws ends all work' {
        Add-Fault $emulator Hang Status @{ Times = 1000; Skip = 1 }
        $script = 'param($p) try { $p | Invoke-SkinEnhance -NoSave -Mode SmartSkinAdvanced -Effect AcneRemoval | ForEach-Object { throw "enough" } } catch { "$_" }'
        $started = Invoke-Elsewhere $script (, $paths)
        Receive-Elsewhere $started | Should -Be 'enough'
        Test-Quiet $emulator | Should -BeTrue
    }

    It 'by an upstream command that throws ends all work' {
        # It throws once all six are sent and held.
        Add-Fault $emulator Hang Status @{ Times = 1000 }
        { & { $paths; Wait-Request $emulator Status 12; throw 'enough' } | Invoke-SkinEnhance -NoSave @Quick -ThrottleLimit 6 } | Should -Throw 'enough'
        $emulator.Record.BilledCount | Should -Be 6
        Test-Quiet $emulator | Should -BeTrue
    }

    It 'loses no billed task, whatever its cause' {
        $script = 'param($p) $p | Invoke-SkinEnhance -NoSave -Mode SmartSkinAdvanced -Effect AcneRemoval -ThrottleLimit 4 | ForEach-Object { $_; Wait-Event never }'
        $started = Invoke-Elsewhere $script (, $paths)
        Wait-Request $emulator Status 8
        $started.Shell.Stop()
        $emulator.Record.BilledCount | Should -BeGreaterThan 1
        Get-EnhanceTask | Where-Object SourcePath -In $paths | Should -HaveCount $emulator.Record.BilledCount
    }

    It 'loses no billed task after Select-Object -First' {
        $null = $paths | Invoke-SkinEnhance -NoSave @Quick -ThrottleLimit 6 | Select-Object -First 1
        Get-EnhanceTask | Where-Object SourcePath -In $paths | Should -HaveCount $emulator.Record.BilledCount
    }

    It 'records a submission without a response as one that may have been billed' {
        Add-Fault $emulator HangAfterAccept Submit
        $started = Invoke-Elsewhere 'param($p) Invoke-SkinEnhance -NoSave $p -Mode SmartSkin' $paths[0]
        Wait-Request $emulator Submit
        Wait-Condition { $emulator.Record.BilledCount -gt 0 }
        $started.Shell.Stop()
        $task = Get-EnhanceTask | Where-Object SourcePath -EQ $paths[0]
        $task.Status, $task.ErrorId | Should -Be 'Unknown', 'SubmissionUnknown'
    }

    It 'leaves tasks at the provider that can be waited for' {
        Add-Fault $emulator TaskStatusText '1' @{ Times = 1000 }
        $started = Invoke-Elsewhere 'param($p) Invoke-SkinEnhance -NoSave $p -Mode SmartSkinAdvanced -Effect AcneRemoval' $paths[0]
        Wait-Request $emulator Status
        $started.Shell.Stop()
        $emulator.Faults.Clear()
        $task = Get-EnhanceTask | Where-Object SourcePath -EQ $paths[0] | Wait-EnhanceTask -Destination "$folder/out"
        $task.OutputPath | Should -Exist
    }
}
