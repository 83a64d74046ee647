# The ledger: images that were submitted earlier, in this process or another, are waited for and never billed twice.

BeforeDiscovery {
    $script:files = Get-ChildItem -Path $PSScriptRoot -Filter *.Tests.ps1 | ForEach-Object { @{ Name = $_.Name; Path = $_.FullName } }
}

BeforeAll {
    . $PSScriptRoot/common.ps1

    # A script for a separate PowerShell process. It starts with the module, uses the test's emulator and ledger from the environment,
    # and prints the status of each task.
    $script:Beginning = @'
param([Parameter(Mandatory)] [string] $Module, [Parameter(Mandatory)] [string] $Path, [string] $Destination)
$ErrorActionPreference = 'Stop'
Import-Module $Module
Connect-EnhanceProvider -Name Comfy -PollInterval 0.02
Connect-EnhanceProvider -Name AILab -PollInterval 0.02
function Write-State { process { "$($_.Status) $($_.FromLedger) $($_.TaskId) $($_.OutputPath)" } }

'@

    # Starts such a script.
    function Start-Child {
        [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'The test ends it.')]
        param([Parameter(Mandatory)] [string] $Script, [Parameter(Mandatory)] [string] $Path, [string] $Destination = '')

        Start-PowerShell ($Beginning + $Script) $ModulePath, $Path, $Destination
    }

    # Ends a process without cleanup, as a power failure would.
    function Stop-Child {
        [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '', Justification = 'The test started it.')]
        param([Parameter(Mandatory)] [hashtable] $Child)

        $Child.Process.Kill($true)
        $Child.Process.WaitForExit()
    }

    # The files of all records in the test's ledger.
    function Get-RecordFile {
        Get-ChildItem -Path $env:SKINENHANCE_HOME -Recurse -Force -File -ErrorAction Ignore | Where-Object Extension -EQ .json
    }

    function Get-BilledCount { $emulator.Record.BilledCount }
}

Describe 'The ledger' {
    BeforeEach {
        $script:emulator = Open-Emulator
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $script:out = "$folder/out"
    }

    AfterEach {
        Close-Emulator $emulator
    }

    Context 'when the same command is run again' {
        It 'emits saved tasks without a request' {
            $path = New-Image $folder one.png
            $first = Invoke-SkinEnhance $path @Quick -Destination $out
            $first.FromLedger | Should -BeFalse
            $emulator.Record.Clear()
            $again = Invoke-SkinEnhance $path @Quick -Destination $out
            $again.FromLedger | Should -BeTrue
            $again.Status, $again.TaskId, $again.SourcePath | Should -Be 'Completed', $first.TaskId, $path
            $again.OutputPath | Should -Be $first.OutputPath
            $again.Error | Should -BeNullOrEmpty
            $emulator.Record.Requests | Should -BeNullOrEmpty
        }

        It 'does so for the synchronous mode' {
            $path = New-Image $folder one.png
            $null = Invoke-SkinEnhance $path -Mode SmartSkin -Destination $out
            (Invoke-SkinEnhance $path -Mode SmartSkin -Destination $out).FromLedger | Should -BeTrue
            Get-BilledCount | Should -Be 1
        }

        It 'downloads a result whose file is gone' {
            $path = New-Image $folder one.png
            $first = Invoke-SkinEnhance $path @Quick -Destination $out
            Remove-Item -LiteralPath $first.OutputPath[0]
            $again = Invoke-SkinEnhance $path @Quick -Destination $out
            $again.FromLedger, $again.Status | Should -Be $true, 'Completed'
            $again.OutputPath[0] | Should -Exist
            Get-BilledCount | Should -Be 1
        }

        It 'copies a saved result to another destination' {
            $path = New-Image $folder one.png
            $first = Invoke-SkinEnhance $path @Quick -Destination $out
            $again = Invoke-SkinEnhance $path @Quick -Destination "$folder/other"
            $again.OutputPath[0] | Should -Be ([IO.Path]::GetFullPath("$folder/other/one-smart-skin-advanced.png"))
            (Get-FileHash -LiteralPath $again.OutputPath[0]).Hash | Should -Be (Get-FileHash -LiteralPath $first.OutputPath[0]).Hash
            Get-BilledCount | Should -Be 1
        }

        It 'waits for images that <command> submitted' -ForEach @(
            @{ Command = 'Invoke-SkinEnhance'; Given = @{ NoWait = $true }; Wait = @{} }
            @{ Command = 'Start-Upscale'; Given = @{}; Wait = @{ Wait = $true } }
        ) {
            $path = New-Image $folder one.png
            $sent = & $Command $path @Given
            $sent.Status | Should -Be 'Submitted'
            $ended = & $Command $path @Wait
            $ended.TaskId, $ended.Status, $ended.FromLedger | Should -Be $sent.TaskId, 'Completed', $true
            Get-BilledCount | Should -Be 1
        }

        It 'downloads a completed result that was not saved' {
            $path = New-Image $folder one.png
            $first = Invoke-SkinEnhance -NoSave $path @Quick
            $first.OutputPath | Should -BeNullOrEmpty
            $again = Invoke-SkinEnhance $path @Quick -Destination $out
            $again.TaskId, $again.FromLedger | Should -Be $first.TaskId, $true
            $again.OutputPath[0] | Should -Exist
            Get-BilledCount | Should -Be 1
        }

        It 'submits only new images' {
            $null = New-Image $folder one.png, two.png
            $null = Invoke-SkinEnhance $folder @Quick -Destination $out
            $null = New-Image $folder three.png
            $tasks = Invoke-SkinEnhance $folder @Quick -Destination $out
            $tasks | Should -HaveCount 3
            ($tasks | Where-Object { -not $_.FromLedger }).SourcePath | Should -Be (Join-Path $folder three.png)
            Get-BilledCount | Should -Be 3
        }

        It 'reports a failed task again, and does not submit it again' {
            $path = New-Image $folder one.png
            Add-Fault $emulator TaskFails
            $first = Invoke-SkinEnhance -NoSave $path @Quick -ErrorAction SilentlyContinue
            $again = Invoke-SkinEnhance -NoSave $path @Quick -ErrorAction SilentlyContinue -ErrorVariable failure
            $again.TaskId, $again.Status, $again.FromLedger | Should -Be $first.TaskId, 'Failed', $true
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'TaskFailed,*'
            $failure[0].TargetObject | Should -Be $again
            Get-BilledCount | Should -Be 1
        }

        It 'submits an image that was never accepted' {
            $path = New-Image $folder one.png
            Add-Fault $emulator StatusOn Submit, 422
            Invoke-SkinEnhance -NoSave $path @Quick -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $again = Invoke-SkinEnhance -NoSave $path @Quick
            $again.Status, $again.FromLedger | Should -Be 'Completed', $false
            Get-BilledCount | Should -Be 1
        }
    }

    Context 'identifying images' {
        It 'identifies a <how> image' -ForEach @(
            @{ How = 'moved'; To = 'moved/one.png' }
            @{ How = 'renamed'; To = 'another name [1].png' }
        ) {
            $path = New-Image $folder one.png
            $null = Invoke-SkinEnhance -NoSave $path @Quick
            $moved = [IO.Path]::GetFullPath((Join-Path $folder $To))
            $null = New-Item -ItemType Directory -Force -Path (Split-Path $moved)
            [IO.File]::Move($path, $moved)
            $task = Invoke-SkinEnhance -NoSave -LiteralPath $moved @Quick
            $task.FromLedger, $task.SourcePath | Should -Be $true, $moved
            Get-BilledCount | Should -Be 1
        }

        It 'treats a changed image as a new one' {
            $path = New-Image $folder one.png
            $null = Invoke-SkinEnhance -NoSave $path @Quick
            [IO.File]::AppendAllText($path, 'changed')
            (Invoke-SkinEnhance -NoSave $path @Quick).FromLedger | Should -BeFalse
            Get-BilledCount | Should -Be 2
        }

        It 'treats another operation, or other parameters, as a new submission' {
            $path = New-Image $folder one.png
            $null = Invoke-SkinEnhance -NoSave $path @Quick
            (Invoke-SkinEnhance -NoSave $path -Mode SmartSkinAdvanced -Effect PoreControl).FromLedger | Should -BeFalse
            (Invoke-SkinEnhance -NoSave $path -Mode SmartSkin).FromLedger | Should -BeFalse
            Get-BilledCount | Should -Be 3
        }

        It 'identifies an address' {
            $null = Start-Upscale -Uri https://example.com/face.png
            (Start-Upscale -Uri https://example.com/face.png).FromLedger | Should -BeTrue
            Get-BilledCount | Should -Be 1
        }

        It 'submits an image with two names in one command once' {
            $null = Copy-Sample $folder one.png, two.png
            $tasks = Invoke-SkinEnhance $folder @Quick -Destination $out
            $tasks | Should -HaveCount 2
            $tasks.Status | Should -Not -Contain 'Failed'
            $tasks.FromLedger | Sort-Object | Should -Be $false, $true
            Get-BilledCount | Should -Be 1
        }
    }

    Context 'with -Resubmit' {
        It 'submits a saved image again' {
            $path = New-Image $folder one.png
            $first = Invoke-SkinEnhance $path @Quick -Destination $out
            $again = Invoke-SkinEnhance $path @Quick -Destination $out -Resubmit -Force
            $again.FromLedger | Should -BeFalse
            $again.TaskId | Should -Not -Be $first.TaskId
            Get-BilledCount | Should -Be 2
        }

        It 'submits a failed image again' {
            $path = New-Image $folder one.png
            Add-Fault $emulator TaskFails
            $null = Invoke-SkinEnhance -NoSave $path @Quick -ErrorAction SilentlyContinue
            (Invoke-SkinEnhance -NoSave $path @Quick -Resubmit).Status | Should -Be 'Completed'
            Get-BilledCount | Should -Be 2
        }
    }

    Context 'with a submission whose response was lost' {
        It 'reports it as Unknown and sends nothing: <mode>' -ForEach @(
            @{ Mode = 'Faithful'; Provider = 'Comfy'; Given = @{} }
            @{ Mode = 'SmartSkinAdvanced'; Provider = 'AILab'; Given = @{ Effect = 'AcneRemoval' } }
        ) {
            $path = New-Image $folder one.png
            Add-Fault $emulator ResetAfterAccept Submit
            $null = Invoke-SkinEnhance -NoSave $path -Mode $Mode @Given -ErrorAction SilentlyContinue
            $emulator.Record.Clear()
            $again = Invoke-SkinEnhance -NoSave $path -Mode $Mode @Given -ErrorAction SilentlyContinue -ErrorVariable failure
            $again.Status, $again.FromLedger, $again.SourcePath | Should -Be 'Unknown', $true, $path
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'SubmissionUnknown,*'
            $failure[0].TargetObject | Should -Be $again
            $failure[0].ErrorDetails.Message | Should -BeLike "*$Provider*$path*"
            $emulator.Record.Requests | Should -BeNullOrEmpty
        }

        It 'replays it at Comfy with -ResumeUnknown: same key, same bytes, billed once' {
            $path = New-Image $folder one.png
            Add-Fault $emulator ResetAfterAccept Submit
            $null = Invoke-SkinEnhance -NoSave $path -ErrorAction SilentlyContinue
            $task = Invoke-SkinEnhance $path -ResumeUnknown -Destination $out
            $task.Status | Should -Be 'Completed'
            $task.OutputPath[0] | Should -Exist
            $first, $second = Get-Request $emulator Submit
            $second.Headers['Idempotency-Key'] | Should -Be $first.Headers['Idempotency-Key']
            $second.ImageSha256, $second.ContentLength | Should -Be $first.ImageSha256, $first.ContentLength
            $second.WasReplayed | Should -BeTrue
            Get-BilledCount | Should -Be 1
        }

        It 'does not resend it at AILab with -ResumeUnknown, but with -Resubmit' {
            $path = New-Image $folder one.png
            Add-Fault $emulator ResetAfterAccept Submit
            $null = Invoke-SkinEnhance -NoSave $path @Quick -ErrorAction SilentlyContinue
            (Invoke-SkinEnhance -NoSave $path @Quick -ResumeUnknown -ErrorAction SilentlyContinue).Status | Should -Be 'Unknown'
            Get-Request $emulator Submit | Should -HaveCount 1
            (Invoke-SkinEnhance -NoSave $path @Quick -Resubmit).Status | Should -Be 'Completed'
            Get-BilledCount | Should -Be 2
        }
    }

    Context 'after a process that was killed' {
        It 'has an Unknown submission with what, when and what to do; it is billed once' {
            $path = New-Image $folder one.png
            Add-Fault $emulator HangAfterAccept Submit
            $child = Start-Child 'Invoke-SkinEnhance $Path -Destination $Destination' -Path $path -Destination $out
            try {
                Wait-Request $emulator Submit
            }
            finally {
                Stop-Child $child
            }

            $again = Invoke-SkinEnhance $path -Destination $out -ErrorAction SilentlyContinue -ErrorVariable failure
            $again.Status, $again.FromLedger | Should -Be 'Unknown', $true
            $message = $failure[0].ErrorDetails.Message
            $message | Should -BeLike "*'$path'*the process that sent it ended before the response was recorded*-ResumeUnknown*-Resubmit*"
            $message | Should -Match "$([datetime]::UtcNow.Year)-\d\d-\d\d \d\d:\d\d:\d\dZ"
            Get-Request $emulator Submit | Should -HaveCount 1
            $emulator.Faults.ReleaseHangs()

            $decided = Invoke-SkinEnhance $path -Destination $out -ResumeUnknown
            $decided.Status | Should -Be 'Completed'
            $decided.OutputPath[0] | Should -Exist
            $first, $second = Get-Request $emulator Submit
            $second.Headers['Idempotency-Key'] | Should -Be $first.Headers['Idempotency-Key']
            $second.ImageSha256 | Should -Be $first.ImageSha256
            Get-BilledCount | Should -Be 1
        }

        It 'has the task of a submission in flight when the terminal or process ends: <_>' -ForEach 'HUP', 'TERM' -Skip:$IsWindows {
            $path = New-Image $folder one.png
            Add-Fault $emulator Hang Submit
            $child = Start-Child 'Invoke-SkinEnhance $Path -Destination $Destination' -Path $path -Destination $out
            try {
                Wait-Request $emulator Submit -Hanging
                sh -c "kill -$_ $($child.Process.Id)"
                $emulator.Faults.ReleaseHangs()
                $child.Process.WaitForExit($Patience) | Should -BeTrue
            }
            finally {
                Stop-Child $child
            }

            $child.Process.ExitCode | Should -Not -Be 0
            (Get-EnhanceTask).Status | Should -Be 'Submitted'
            (Invoke-SkinEnhance $path -Destination $out).Status | Should -Be 'Completed'
            Get-BilledCount | Should -Be 1
        }

        It 'continues with its task, and pays nothing twice' {
            $null = New-Image $folder one.png, two.png, three.png
            Add-Fault $emulator Hang Status -Property @{ Times = 3 }
            $child = Start-Child 'Invoke-SkinEnhance $Path -Mode SmartSkinAdvanced -Effect AcneRemoval -Destination $Destination' -Path $folder -Destination $out
            try {
                Wait-Request $emulator Status
            }
            finally {
                Stop-Child $child
            }

            # Images that were accepted by then and those that were not: each is billed once in the end.
            $emulator.Faults.Clear()
            $accepted = @(Get-EnhanceTask)
            $accepted.Count | Should -BeGreaterThan 0
            $tasks = Invoke-SkinEnhance $folder @Quick -Destination $out -ResumeUnknown -ErrorAction SilentlyContinue
            $tasks | Should -HaveCount 3
            $resumed = $tasks | Where-Object { $_.TaskId -in $accepted.TaskId }
            $resumed.Count | Should -BeGreaterThan 0
            $resumed.FromLedger | Should -Not -Contain $false
            $resumed.Status | Should -Not -Contain 'Failed'
            Get-Request $emulator Submit | Group-Object ImageSha256 | Where-Object Count -GT 1 | Should -BeNullOrEmpty
            Get-BilledCount | Should -Be 3
        }
    }

    Context 'after a command that was stopped' {
        It 'continues with its task' {
            $path = New-Image $folder one.png
            Add-Fault $emulator Hang Status
            $running = Invoke-Elsewhere 'param($Path) Invoke-SkinEnhance -NoSave $Path -Mode SmartSkinAdvanced -Effect AcneRemoval' $path
            Wait-Request $emulator Status
            $running.Shell.Stop()
            $running.Shell.Dispose()
            $task = Get-EnhanceTask
            $task.Status | Should -Be 'Submitted'
            $again = Invoke-SkinEnhance $path @Quick -Destination $out
            $again.TaskId, $again.Status, $again.FromLedger | Should -Be $task.TaskId, 'Completed', $true
            Get-BilledCount | Should -Be 1
        }
    }

    Context 'with two commands in one process' {
        It 'submits each image once, and both emit every task' {
            $null = New-Image $folder one.png, two.png, three.png, four.png
            Add-Fault $emulator Hang Submit
            $script = 'param($Path, $Destination) Invoke-SkinEnhance $Path -Mode SmartSkinAdvanced -Effect AcneRemoval -Destination $Destination'
            $first = Invoke-Elsewhere $script $folder, "$folder/a"
            Wait-Request $emulator Submit -Hanging
            $second = Invoke-Elsewhere $script $folder, "$folder/b"
            $last = 0
            foreach ($null in 1..4) {
                Wait-Request $emulator Submit -FromNumber ($last + 1)
                $last = (Get-Request $emulator Submit | Where-Object Number -GT $last | Sort-Object Number)[0].Number
            }

            $emulator.Faults.ReleaseHangs()
            foreach ($running in $first, $second) {
                $running.Handle.AsyncWaitHandle.WaitOne($Patience) | Should -BeTrue
                $running.Shell.Streams.Error | Should -BeNullOrEmpty
                $running.Output | Should -HaveCount 4
                $running.Output.OutputPath | Should -Exist
                $running.Shell.Dispose()
            }

            Get-BilledCount | Should -Be 4
        }
    }

    Context 'with two processes on one folder' {
        It 'submits each image once, and both emit every task' {
            $null = New-Image $folder one.png, two.png, three.png, four.png, five.png
            $script = 'Invoke-SkinEnhance $Path -Mode SmartSkinAdvanced -Effect AcneRemoval -Destination $Destination -ThrottleLimit {0} | Write-State'

            # The first is held at its one submission until the second has sent all others and can only wait for it.
            Add-Fault $emulator Hang Submit
            $first = Start-Child ($script -f 1) -Path $folder -Destination $out
            $second = $null
            try {
                Wait-Request $emulator Submit -Hanging
                $second = Start-Child ($script -f 2) -Path $folder -Destination $out
                $last = 0
                foreach ($null in 1..5) {
                    Wait-Request $emulator Submit -FromNumber ($last + 1)
                    $last = (Get-Request $emulator Submit | Where-Object Number -GT $last | Sort-Object Number)[0].Number
                }

                $emulator.Faults.ReleaseHangs()
                foreach ($child in $first, $second) {
                    $lines = Receive-PowerShell $child
                    $lines | Should -HaveCount 5
                    $lines -notmatch '^Completed ' | Should -BeNullOrEmpty
                }
            }
            finally {
                $first, $second | Where-Object { $_ -and -not $_.Process.HasExited } | ForEach-Object { Stop-Child $_ }
            }

            Get-BilledCount | Should -Be 5
            (Get-ChildItem -LiteralPath $out -Force).Name | Should -HaveCount 5
            Get-EnhanceTask -Status Completed | Should -HaveCount 5
        }
    }

    Context 'with results that are gone at the provider' {
        It 'has them as Expired, retries them, and submits none without -Resubmit' {
            $path = New-Image $folder one.png
            $null = Invoke-SkinEnhance $path @Quick -NoWait
            Add-Fault $emulator StatusOn Status, 410 -Property @{ Times = 2 }
            $expired = Invoke-SkinEnhance $path @Quick -Destination $out -ErrorAction SilentlyContinue -ErrorVariable failure
            $expired.Status | Should -Be 'Expired'
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'ResultExpired,*'
            (Get-EnhanceTask -Status Expired).TaskId | Should -Be $expired.TaskId
            (Invoke-SkinEnhance $path @Quick -Destination $out -ErrorAction SilentlyContinue).Status | Should -Be 'Expired'
            $saved = Invoke-SkinEnhance $path @Quick -Destination $out
            $saved.Status, $saved.TaskId | Should -Be 'Completed', $expired.TaskId
            $saved.OutputPath | Should -Exist
            Get-BilledCount | Should -Be 1
        }
    }

    Context 'and cost' {
        It 'shows the estimate and writes no record with -WhatIf' {
            $path = New-Image $folder one.png
            $shown = Invoke-PowerShell @"
Import-Module '$ModulePath'
Invoke-SkinEnhance '$path' -WhatIf -Destination '$out'
"@
            "$shown" | Should -BeLike '*Submit*one.png*78.07*1 would be sent to Comfy for 78.07 credits*'
            $env:SKINENHANCE_HOME | Should -Not -Exist
            $out | Should -Not -Exist
            $emulator.Record.BilledCount | Should -Be 0
        }

        It 'shows the estimate with Test-EnhanceImage -Detailed, and writes no record' {
            $path = New-Image $folder one.png
            (Test-EnhanceImage $path -Detailed).EstimatedCredits | Should -Be 78.07
            $env:SKINENHANCE_HOME | Should -Not -Exist
        }

        It 'stops before -MaxCredits would be exceeded and lists each remaining image' {
            $paths = New-Image $folder 1.png, 2.png, 3.png, 4.png, 5.png
            $tasks = Invoke-SkinEnhance $folder @Quick -Destination $out -MaxCredits 44 -ErrorAction SilentlyContinue -ErrorVariable left
            $tasks | Should -HaveCount 2
            $emulator.Record.BilledCredits() | Should -Be 30
            $left.FullyQualifiedErrorId | Should -Be (@('CostCapReached,SkinEnhance.Commands.InvokeSkinEnhanceCommand') * 3)
            @($tasks.SourcePath) + @($left.TargetObject) | Sort-Object | Should -Be $paths
            $left.CategoryInfo.Category | Sort-Object -Unique | Should -Be 'OperationStopped'

            # Finished images cost nothing in the next run, so the same cap is enough for two more.
            $more = Invoke-SkinEnhance $folder @Quick -Destination $out -MaxCredits 30 -ErrorAction SilentlyContinue -ErrorVariable left
            $more | Should -HaveCount 4
            $left | Should -HaveCount 1
            Get-BilledCount | Should -Be 4
        }

        It 'counts what is in flight' {
            $null = New-Image $folder 1.png, 2.png, 3.png
            $null = Start-Upscale $folder -MaxCredits 80 -ThrottleLimit 3 -ErrorAction SilentlyContinue -ErrorVariable left
            Get-BilledCount | Should -Be 2
            $left | Should -HaveCount 1
        }

        It 'sends nothing without a known price' {
            Start-Upscale -Uri https://example.com/face.png -MaxCredits 1e6 -ErrorAction SilentlyContinue -ErrorVariable left | Should -BeNullOrEmpty
            $left[0].FullyQualifiedErrorId | Should -BeLike 'CostCapReached,*'
            Get-BilledCount | Should -Be 0
        }
    }

    Context 'that cannot be written' {
        It 'ends the command, and nothing is billed: a file in place of <what>' -ForEach @(
            @{ What = 'the home'; File = '' }
            @{ What = 'the ledger'; File = 'ledger' }
        ) {
            $null = New-Image $folder one.png, two.png
            $ledgerHome = Use-FreshLedger
            $file = $File ? (Join-Path $ledgerHome $File) : $ledgerHome
            $null = New-Item -ItemType File -Force -Path $file
            $failure = { Invoke-SkinEnhance $folder @Quick -Destination $out -ErrorAction SilentlyContinue } | Should -Throw -PassThru
            $failure.FullyQualifiedErrorId | Should -Be 'LedgerNotWritable,SkinEnhance.Commands.InvokeSkinEnhanceCommand'
            $failure.TargetObject | Should -Be (Join-Path $ledgerHome ledger)
            $failure.ErrorDetails.RecommendedAction | Should -BeLike '*SKINENHANCE_HOME*'
            Get-BilledCount | Should -Be 0
            Get-EnhanceTask | Should -BeNullOrEmpty
        }
    }

    Context 'in its folder' {
        It 'can be read by its owner only and contains no key' {
            $path = New-Image $folder one.png
            $null = Invoke-SkinEnhance -NoSave $path
            Get-RecordFile | Should -HaveCount 1
            (Get-RecordFile).FullName | Should -BeLike (Join-Path $env:SKINENHANCE_HOME 'ledger/*')
            Get-Content -LiteralPath (Get-RecordFile).FullName -Raw | Should -Not -Match ([regex]::Escape($emulator.ComfyKey))
            if (-not $IsWindows) {
                (Get-RecordFile).UnixMode | Should -Be '-rw-------'
            }
        }
    }
}

Describe 'Get-EnhanceTask' {
    BeforeAll {
        $script:emulator = Open-Emulator
        $folder = Join-Path $TestDrive list
        $paths = New-Image $folder one.png, two.png, three.png
        $script:one = Invoke-SkinEnhance $paths[0] @Quick -Destination "$folder/out"
        $script:two = Invoke-SkinEnhance $paths[1] -Mode Faithful -NoWait
        Add-Fault $emulator ResetAfterAccept Submit
        $null = Start-Upscale $paths[2] -ErrorAction SilentlyContinue
        $script:address = Start-Upscale -Uri https://example.com/face.png
        $emulator.Record.Clear()
    }

    AfterAll {
        Close-Emulator $emulator
    }

    It 'lists the ledger, newest first, without a request' {
        $tasks = Get-EnhanceTask
        $tasks.Source | Should -Be $address.Source, $paths[2], $paths[1], $paths[0]
        $tasks.Status | Should -Be 'Submitted', 'Unknown', 'Submitted', 'Completed'
        $tasks.FromLedger | Should -Not -Contain $false
        $tasks[3].OutputPath | Should -Be $one.OutputPath
        $emulator.Record.Requests | Should -BeNullOrEmpty
    }

    It 'lists the submissions of another process' {
        $lines = Invoke-PowerShell "Import-Module '$ModulePath'; (Get-EnhanceTask).TaskId"
        $lines | Should -Be @(Get-EnhanceTask | Where-Object TaskId).TaskId
    }

    It 'finds by <with>' -ForEach @(
        @{ With = '-Status'; Given = @{ Status = 'Completed' }; Expected = { $paths[0] } }
        @{ With = '-Status with several'; Given = @{ Status = 'Unknown', 'Completed' }; Expected = { $paths[2], $paths[0] } }
        @{ With = '-Operation'; Given = @{ Operation = 'Upscale' }; Expected = { $address.Source, $paths[2] } }
        @{ With = '-Operation as the wire has it'; Given = @{ Operation = 'smart-skin-advanced' }; Expected = { $paths[0] } }
        @{ With = '-Provider'; Given = @{ Provider = 'ailab' }; Expected = { $paths[0] } }
        @{ With = '-Path, a name'; Given = @{ Path = 'two.png' }; Expected = { $paths[1] } }
        @{ With = '-Path, a pattern for names'; Given = @{ Path = 't*.png' }; Expected = { $paths[2], $paths[1] } }
        @{ With = '-Path, a name of an address'; Given = @{ Path = 'face.*' }; Expected = { $address.Source } }
        @{ With = '-Path, an address'; Given = @{ Path = 'https://example.com/*' }; Expected = { $address.Source } }
        @{ With = '-First'; Given = @{ First = 2 }; Expected = { $address.Source, $paths[2] } }
        @{ With = '-First and -Status'; Given = @{ First = 1; Status = 'Submitted' }; Expected = { $address.Source } }
        @{ With = '-Status and -Path'; Given = @{ Status = 'Submitted'; Path = 't*.png' }; Expected = { $paths[1] } }
    ) {
        (Get-EnhanceTask @Given).Source | Should -Be (& $Expected)
    }

    It 'finds by a path relative to the location, and by a full one' {
        (Get-EnhanceTask -Path $paths[1]).TaskId | Should -Be $two.TaskId
        (Get-EnhanceTask -Path (Join-Path $folder *)).Count | Should -Be 3
        Push-Location -LiteralPath $folder
        try {
            (Get-EnhanceTask -Path ./two.png).TaskId | Should -Be $two.TaskId
        }
        finally {
            Pop-Location
        }
    }

    It 'finds by -Since' {
        Get-EnhanceTask -Since ([datetime]::Now.AddHours(-1)) | Should -HaveCount 4
        Get-EnhanceTask -Since ([datetime]::UtcNow.AddHours(-1)) | Should -HaveCount 4
        Get-EnhanceTask -Since ([datetime]::Now.AddHours(1)) | Should -BeNullOrEmpty
        $file = Get-RecordFile | Where-Object { (Get-Content -LiteralPath $_.FullName -Raw) -match $one.TaskId }
        $written = $file.LastWriteTime
        $file.LastWriteTime = $written.AddDays(-3)
        try {
            (Get-EnhanceTask -Since ([datetime]::Now.AddDays(-1))).Count | Should -Be 3
            (Get-EnhanceTask)[-1].TaskId | Should -Be $one.TaskId
        }
        finally {
            $file.LastWriteTime = $written
        }
    }

    It 'finds by -Since from the minimum date, in any time zone' {
        $before = $env:TZ
        $env:TZ = 'Asia/Tokyo'
        try {
            Invoke-PowerShell "Import-Module '$ModulePath'; (Get-EnhanceTask -Since ([datetime]::MinValue)).Count" | Should -Be '4'
        }
        finally {
            $env:TZ = $before
        }
    }

    It 'rejects an unknown operation' {
        $failure = { Get-EnhanceTask -Operation Sharpen } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -Be 'OperationUnknown,SkinEnhance.Commands.GetEnhanceTaskCommand'
    }

    It 'shows the source of a task in the list view' {
        Get-EnhanceTask -First 1 | Format-List | Out-String | Should -Match '(?m)^FromLedger\s+: True'
    }

    It 'polls with -Refresh, and only tasks that have not ended' {
        $tasks = Get-EnhanceTask -Refresh
        ($tasks | Where-Object Source -EQ $paths[1]).Status | Should -Be 'Completed'
        (Get-Request $emulator Status).TaskId | Sort-Object | Should -Be (@($two.TaskId, $address.TaskId) | Sort-Object)
        $emulator.Record.Clear()
        (Get-EnhanceTask -Path two.png).Status | Should -Be 'Completed'
        $emulator.Record.Requests | Should -BeNullOrEmpty
    }

    It 'finds a task of another process by its id' {
        $id = Invoke-PowerShell @"
Import-Module '$ModulePath'
(Start-Upscale '$($paths[0])').TaskId
"@
        $task = Get-EnhanceTask -TaskId $id
        $task.Operation, $task.SourcePath | Should -Be 'Upscale', $paths[0]
    }
}

Describe 'Remove-EnhanceTask' {
    BeforeEach {
        $script:emulator = Open-Emulator
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $path = New-Image $folder one.png
        $script:done = Invoke-SkinEnhance $path @Quick -Destination "$folder/out"
    }

    AfterEach {
        Close-Emulator $emulator
    }

    It 'removes a finished task by <how>, keeps its result, and its image is new again' -ForEach @(
        @{ How = 'its id'; Script = { Remove-EnhanceTask $done.TaskId } }
        @{ How = 'the pipeline'; Script = { $done | Remove-EnhanceTask } }
        @{ How = 'its id from the pipeline'; Script = { $done.TaskId | Remove-EnhanceTask } }
        @{ How = 'the list'; Script = { Get-EnhanceTask -Status Completed | Remove-EnhanceTask } }
        @{ How = 'what came back from a job'; Script = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($done)) | Remove-EnhanceTask } }
        @{ How = 'a row of CSV'; Script = { $done | ConvertTo-Csv | ConvertFrom-Csv | Remove-EnhanceTask } }
    ) {
        & $Script | Should -BeNullOrEmpty
        Get-EnhanceTask | Should -BeNullOrEmpty
        $done.OutputPath[0] | Should -Exist
        (Invoke-SkinEnhance -NoSave $path @Quick).FromLedger | Should -BeFalse
        Get-BilledCount | Should -Be 2
    }

    It 'removes nothing with -WhatIf' {
        $done | Remove-EnhanceTask -WhatIf
        Remove-EnhanceTask -OlderThan 0.001s -WhatIf
        Get-EnhanceTask | Should -HaveCount 1
    }

    It 'keeps what is <what> without -Force' -ForEach @(
        @{ What = 'sent'; Make = { Start-Upscale $path } }
        @{ What = 'completed and not saved'; Make = { Start-Upscale $path -Wait -NoSave } }
        @{ What = 'Unknown'; Make = { Add-Fault $emulator ResetAfterAccept Submit; Start-Upscale $path -ErrorAction SilentlyContinue } }
    ) {
        $task = & $Make
        $task | Remove-EnhanceTask -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'TaskNotFinished,SkinEnhance.Commands.RemoveEnhanceTaskCommand'
        $failure[0].TargetObject | Should -Be $task
        Get-EnhanceTask | Should -HaveCount 2
        $task | Remove-EnhanceTask -Force
        (Get-EnhanceTask).TaskId | Should -Be $done.TaskId
    }

    It 'removes with -OlderThan only finished tasks of that age' {
        $later = New-Image $folder later.png
        $sent = Start-Upscale $path
        Get-RecordFile | ForEach-Object { $_.LastWriteTime = $_.LastWriteTime.AddDays(-40) }
        $young = Invoke-SkinEnhance $later @Quick -Destination "$folder/out"
        Remove-EnhanceTask -OlderThan 30.00:00:00
        (Get-EnhanceTask).TaskId | Should -Be $young.TaskId, $sent.TaskId
        Remove-EnhanceTask -OlderThan 30.00:00:00 -Force
        (Get-EnhanceTask).TaskId | Should -Be $young.TaskId
    }

    It 'accepts any age' {
        Remove-EnhanceTask -OlderThan ([timespan]::MaxValue)
        Get-EnhanceTask | Should -HaveCount 1
        $failure = { Remove-EnhanceTask -OlderThan 0d } | Should -Throw "*of more than 0*" -PassThru
        "$failure" | Should -Not -BeLike '*24 days*'
    }

    It 'keeps a task that a running command uses, with -Force too' {
        Add-Fault $emulator Hang Submit
        $running = Invoke-Elsewhere 'param($Path) Start-Upscale $Path' $path
        Wait-Request $emulator Submit -FromNumber (1 + (Get-Request $emulator Submit)[-1].Number) -Hanging
        Get-EnhanceTask -Operation Upscale | Remove-EnhanceTask -Force -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'TaskNotFinished,*'
        $failure[0].ErrorDetails.Message | Should -BeLike '*a running command uses it.'
        $emulator.Faults.ReleaseHangs()
        $running.Handle.AsyncWaitHandle.WaitOne($Patience) | Should -BeTrue
        $running.Output | Should -HaveCount 1
        $running.Shell.Dispose()
    }

    It 'reports a task without a record in the ledger' {
        'no-such-task' | Remove-EnhanceTask -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'TaskNotFound,*'
        $done | Remove-EnhanceTask
        $done | Remove-EnhanceTask -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'TaskNotFound,*'
    }

    It 'removes a deserialized task without an id' {
        Add-Fault $emulator ResetAfterAccept Submit
        $unknown = Start-Upscale $path -ErrorAction SilentlyContinue
        $unknown.TaskId | Should -BeNullOrEmpty
        [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($unknown)) | Remove-EnhanceTask -Force
        (Get-EnhanceTask).TaskId | Should -Be $done.TaskId
    }
}

Describe 'A task of the ledger from another process' {
    BeforeAll {
        $script:emulator = Open-Emulator
        $folder = Join-Path $TestDrive deserialized
        $path = New-Image $folder one.png
        $sent = Start-Upscale $path
        $script:back = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($sent))
    }

    AfterAll {
        Close-Emulator $emulator
    }

    It 'is polled, waited for and saved' {
        ($back | Get-EnhanceTask).TaskId | Should -Be $sent.TaskId
        ($back | Wait-EnhanceTask).Status | Should -Be 'Completed'
        $saved = $back | Save-EnhanceResult -Destination "$folder/out"
        $saved.OutputPath[0] | Should -Exist
        (Get-EnhanceTask).OutputPath | Should -Be $saved.OutputPath
    }

    It 'is not billed again by the command that submitted it' {
        (Start-Upscale $path -Destination "$folder/out").FromLedger | Should -BeTrue
        Get-BilledCount | Should -Be 1
    }
}

Describe 'Get-EnhanceBalance' {
    BeforeAll {
        $script:emulator = Open-Emulator @{ ComfyCredits = 1000.0; AILabCredits = 50.0 }
    }

    AfterAll {
        Close-Emulator $emulator
    }

    It 'gets the credits of every provider that has a key' {
        $all = Get-EnhanceBalance
        $all | Should -BeOfType SkinEnhance.CreditBalance
        $all.Provider | Select-Object -Unique | Should -Be 'Comfy', 'AILab'
        ($all | Where-Object Provider -EQ Comfy)[0].Credits | Should -Be 1000
    }

    It 'gets the remaining credits after an image was billed' {
        $null = Invoke-SkinEnhance (New-Image (Join-Path $TestDrive balance) one.png) -NoWait
        [Math]::Round((Get-EnhanceBalance -Provider comfy)[0].Credits, 2) | Should -Be 921.93
    }

    It 'shows as a table' {
        Get-EnhanceBalance | Out-String | Should -Match 'Provider\s+Pool\s+Credits\s+USD'
    }

    It 'writes an error for each provider that fails, and continues' {
        $left = Get-EnhanceBalance -Provider nobody, Comfy -ErrorAction SilentlyContinue -ErrorVariable failure
        $left.Provider | Should -Be 'Comfy'
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'OperationUnknown,*'
    }

    It 'reports a missing key' {
        $keys = $env:COMFY_API_KEY, $env:AILAB_API_KEY
        $env:COMFY_API_KEY = $env:AILAB_API_KEY = $null
        try {
            Get-EnhanceBalance -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        }
        finally {
            $env:COMFY_API_KEY, $env:AILAB_API_KEY = $keys
        }

        $failure.FullyQualifiedErrorId | Should -Be (@('KeyMissing,SkinEnhance.Commands.GetEnhanceBalanceCommand') * 2)
    }

    It 'ends at an invalid address' {
        $script:address = $env:SKINENHANCE_COMFY_URI
        $env:SKINENHANCE_COMFY_URI = 'http://example.com'
        try {
            $failure = { Get-EnhanceBalance } | Should -Throw -PassThru
        }
        finally {
            $env:SKINENHANCE_COMFY_URI = $address
        }

        $failure.FullyQualifiedErrorId | Should -Be 'AddressNotAccepted,SkinEnhance.Commands.GetEnhanceBalanceCommand'
    }
}

Describe 'The emulator of a session' {
    It 'has a separate ledger, which is deleted with it' {
        $own = $env:SKINENHANCE_HOME
        $null = Start-EnhanceEmulator -TaskTime 0.05
        try {
            $tried = $env:SKINENHANCE_HOME
            $tried | Should -Not -Be $own
            $null = Invoke-SkinEnhance -NoSave (New-Image (Join-Path $TestDrive tried) one.png) @Quick
            Get-EnhanceTask | Should -HaveCount 1
        }
        finally {
            Stop-EnhanceEmulator
        }

        $env:SKINENHANCE_HOME | Should -Be $own
        $tried | Should -Not -Exist
        Get-EnhanceTask | Should -BeNullOrEmpty
    }

    It 'leaves no ledger behind when its process ends' {
        $tried = Invoke-PowerShell @"
Import-Module '$ModulePath'
`$null = Start-EnhanceEmulator -TaskTime 0.05
`$env:SKINENHANCE_HOME
"@
        $tried | Should -Not -BeNullOrEmpty
        $tried | Should -Not -Exist
    }
}

Describe 'The user''s own ledger' {
    It 'is not written by any test: <name>' -ForEach $files {
        $parsed = [Management.Automation.Language.Parser]::ParseFile($Path, [ref] $null, [ref] $null)
        $sourced = $parsed.FindAll({ param($node) $node -is [Management.Automation.Language.CommandAst] -and "$node" -eq '. $PSScriptRoot/common.ps1' }, $true)
        $sourced | Should -Not -BeNullOrEmpty -Because 'common.ps1 leads the module to a ledger of the test''s own'
        $parsed.Extent.Text | Should -Not -Match 'SKINENHANCE_HOME\s*=\s*(\$null|'''')'
    }

    It 'is not the tests'' ledger' {
        $own = [Environment]::GetFolderPath('LocalApplicationData', 'DoNotVerify')
        $env:SKINENHANCE_HOME | Should -BeLike "$TestDrive*"
        $env:SKINENHANCE_HOME | Should -Not -BeLike "$own*"
        Get-ChildItem -Path "$own/SkinEnhance/ledger/records" -Recurse -File -ErrorAction Ignore |
            Where-Object { $_.Extension -eq '.json' -and (Get-Content -LiteralPath $_.FullName -Raw -ErrorAction Ignore) -match [regex]::Escape((ConvertTo-Json "$TestDrive").Trim('"')) } |
            Should -BeNullOrEmpty
    }
}
