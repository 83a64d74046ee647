BeforeAll {
    . $PSScriptRoot/common.ps1

    # Longer than a stop may take, which listens two seconds for the answer to what was just sent; far shorter than what it cuts off.
    $script:promptly = [timespan]::FromSeconds(6)

    # Lets time pass in which whatever was left running would show itself: a whole way of another image, with many questions.
    function Test-Quiet {
        [OutputType([bool])]
        param([Parameter(Mandatory)] $Emulator)

        $Emulator.Faults.Clear()
        $Emulator.Faults.ReleaseHangs()
        $number = $Emulator.Record.Requests.Count
        Add-Fault $Emulator TaskStatusText '0' @{ Times = 15 }
        $own = Invoke-SkinEnhance (Join-Path $SamplePath portrait-freckles.jpg) @Quick
        $foreign = $Emulator.Record.Requests | Where-Object { $_.Number -gt $number -and $_.TaskId -ne $own.TaskId }
        $foreign | Out-String | Write-Verbose
        $null -eq $foreign
    }

    # What the test's process still waits for on behalf of the commands; the pool's own threads come and go by a few.
    function Get-ThreadCount {
        [OutputType([int])]
        param()

        [Diagnostics.Process]::GetCurrentProcess().Threads.Count
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

    It 'from outside while <command> is at <target> takes hold at once and leaves nothing running' -ForEach @(
        @{ Command = 'Invoke-SkinEnhance'; Target = 'Submit'; Fault = 'Hang'; Script = 'param($p, $out) Invoke-SkinEnhance $p -Mode SmartSkinAdvanced -Effect AcneRemoval -Destination $out -ThrottleLimit 3' }
        @{ Command = 'Invoke-SkinEnhance'; Target = 'Submit'; Fault = 'HangAfterAccept'; Script = 'param($p, $out) Invoke-SkinEnhance $p -Mode SmartSkin -Destination $out -ThrottleLimit 3' }
        @{ Command = 'Invoke-SkinEnhance'; Target = 'Status'; Fault = 'Hang'; Script = 'param($p, $out) Invoke-SkinEnhance $p -Mode SmartSkinAdvanced -Effect AcneRemoval -Destination $out -ThrottleLimit 3' }
        @{ Command = 'Invoke-SkinEnhance'; Target = 'Download'; Fault = 'Hang'; Script = 'param($p, $out) Invoke-SkinEnhance $p -Mode SmartSkinAdvanced -Effect AcneRemoval -Destination $out -ThrottleLimit 3' }
        @{ Command = 'Start-Upscale'; Target = 'Submit'; Fault = 'Hang'; Script = 'param($p) Start-Upscale $p' }
        @{ Command = 'Wait-EnhanceTask'; Target = 'Status'; Fault = 'Hang'; Script = 'param($p) Invoke-SkinEnhance $p -Mode SmartSkinAdvanced -Effect AcneRemoval -NoWait | Wait-EnhanceTask' }
        @{ Command = 'Wait-EnhanceTask'; Target = 'Download'; Fault = 'Hang'; Script = 'param($p, $out) Invoke-SkinEnhance $p -Mode SmartSkinAdvanced -Effect AcneRemoval -NoWait | Wait-EnhanceTask -Destination $out' }
        @{ Command = 'Get-EnhanceTask'; Target = 'Status'; Fault = 'Hang'; Script = 'param($p) Invoke-SkinEnhance $p -Mode SmartSkinAdvanced -Effect AcneRemoval -NoWait | Get-EnhanceTask' }
        @{ Command = 'Save-EnhanceResult'; Target = 'Download'; Fault = 'Hang'; Script = 'param($p, $out) Invoke-SkinEnhance $p -Mode SmartSkinAdvanced -Effect AcneRemoval | Save-EnhanceResult -Destination $out' }
    ) {
        Add-Fault $emulator $Fault $Target @{ Times = 1000 }
        $started = Invoke-Elsewhere $Script $paths, "$folder/out"
        Wait-Request $emulator $Target

        $watch = [Diagnostics.Stopwatch]::StartNew()
        $started.Shell.Stop()
        $watch.Elapsed | Should -BeLessThan $promptly
        $started.Shell.InvocationStateInfo.State | Should -Be 'Stopped'
        Test-Quiet $emulator | Should -BeTrue
        Get-ChildItem -LiteralPath $folder -Recurse -Force -File | Where-Object FullName -NotIn $paths | Should -BeNullOrEmpty
    }

    It 'while upstream is slow takes hold at once' {
        $started = Invoke-Elsewhere 'param($p) & { $p[0]; Wait-Event never } | Invoke-SkinEnhance -Mode SmartSkin' (, $paths)
        Wait-Request $emulator Submit
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $started.Shell.Stop()
        $watch.Elapsed | Should -BeLessThan $promptly
    }

    It 'by Select-Object -First sends no more images and waits for no more results' {
        Add-Fault $emulator Hang Status @{ Times = 1000; Skip = 1 }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $paths | Invoke-SkinEnhance @Quick -ThrottleLimit 2 | Select-Object -First 1 | Should -HaveCount 1
        $watch.Elapsed | Should -BeLessThan $promptly
        $emulator.Record.BilledCount | Should -BeLessOrEqual 4
        Test-Quiet $emulator | Should -BeTrue
    }

    It 'by Select-Object -First leaves Wait-EnhanceTask waiting for nothing' {
        $tasks = Invoke-SkinEnhance $paths @Quick -NoWait
        Add-Fault $emulator TaskStatusText '1' @{ Times = 1000; Skip = 1 }
        $tasks | Wait-EnhanceTask | Select-Object -First 1 | Should -HaveCount 1
        Test-Quiet $emulator | Should -BeTrue
    }

    It 'by -ErrorAction Stop at the first error leaves nothing running' {
        Add-Fault $emulator StatusOn Submit, 400
        Add-Fault $emulator Hang Status @{ Times = 1000 }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $failure = { $paths | Invoke-SkinEnhance @Quick -ErrorAction Stop } | Should -Throw -PassThru
        $watch.Elapsed | Should -BeLessThan $promptly
        $failure.FullyQualifiedErrorId | Should -BeLike 'RequestRejected,*'
        Test-Quiet $emulator | Should -BeTrue
    }

    It 'by a downstream command that throws leaves nothing running' {
        Add-Fault $emulator Hang Status @{ Times = 1000; Skip = 1 }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        { $paths | Invoke-SkinEnhance @Quick | ForEach-Object { throw 'enough' } } | Should -Throw 'enough'
        $watch.Elapsed | Should -BeLessThan $promptly
        Test-Quiet $emulator | Should -BeTrue
    }

    It 'by an upstream command that throws leaves nothing running' {
        Add-Fault $emulator Hang Status @{ Times = 1000 }
        { & { $paths[0..3]; throw 'enough' } | Invoke-SkinEnhance @Quick } | Should -Throw 'enough'
        Test-Quiet $emulator | Should -BeTrue
    }

    It 'loses no task that was paid for, however it comes about' {
        $script = 'param($p) $p | Invoke-SkinEnhance -Mode SmartSkinAdvanced -Effect AcneRemoval -ThrottleLimit 4 | ForEach-Object { $_; Wait-Event never }'
        $started = Invoke-Elsewhere $script (, $paths)
        Wait-Request $emulator Status 8
        $started.Shell.Stop()
        $emulator.Record.BilledCount | Should -BeGreaterThan 1
        Get-EnhanceTask | Where-Object FullName -In $paths | Should -HaveCount $emulator.Record.BilledCount
    }

    It 'loses no task that was paid for when enough results are there' {
        $null = $paths | Invoke-SkinEnhance @Quick -ThrottleLimit 6 | Select-Object -First 1
        Get-EnhanceTask | Where-Object FullName -In $paths | Should -HaveCount $emulator.Record.BilledCount
    }

    It 'remembers a submission whose answer it did not wait for as one that may have been billed' {
        Add-Fault $emulator HangAfterAccept Submit
        $started = Invoke-Elsewhere 'param($p) Invoke-SkinEnhance $p -Mode SmartSkin' $paths[0]
        Wait-Request $emulator Submit
        Wait-Condition { $emulator.Record.BilledCount -gt 0 }
        $started.Shell.Stop()
        $task = Get-EnhanceTask | Where-Object FullName -EQ $paths[0]
        $task.Status, $task.ErrorId | Should -Be 'Unknown', 'SubmissionUnknown'
    }

    It 'leaves what it left at the provider to be waited for' {
        Add-Fault $emulator TaskStatusText '1' @{ Times = 1000 }
        $started = Invoke-Elsewhere 'param($p) Invoke-SkinEnhance $p -Mode SmartSkinAdvanced -Effect AcneRemoval' $paths[0]
        Wait-Request $emulator Status
        $started.Shell.Stop()
        $emulator.Faults.Clear()
        $task = Get-EnhanceTask | Where-Object FullName -EQ $paths[0] | Wait-EnhanceTask -Destination "$folder/out"
        $task.OutputPath | Should -Exist
    }

    It 'leaves no threads behind, however often' {
        Add-Fault $emulator Hang Status @{ Times = 10000 }
        $stop = {
            $from = $emulator.Record.Requests.Count + 1
            $one = Invoke-Elsewhere 'param($p) Invoke-SkinEnhance $p -Mode SmartSkinAdvanced -Effect AcneRemoval -ThrottleLimit 6' (, $paths)
            Wait-Request $emulator Status $from
            $one.Shell.Stop()
            $one.Shell.Dispose()
        }
        & $stop
        & $stop
        $before = Get-ThreadCount
        foreach ($time in 1..10) {
            & $stop
        }

        Get-ThreadCount | Should -BeLessThan ($before + 8)
    }
}
