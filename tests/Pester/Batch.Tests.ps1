BeforeAll {
    . $PSScriptRoot/common.ps1
}

Describe 'A batch' {
    BeforeEach {
        $script:emulator = Open-Emulator
        $script:folder = Join-Path $TestDrive ([guid]::NewGuid())
        $script:paths = New-Image $folder (1..4 | ForEach-Object { "$_.png" })
        $script:started = $null
    }

    AfterEach {
        if ($started) {
            $started.Shell.Dispose()
        }

        Close-Emulator $emulator
    }

    It 'saves each result and emits the finished task' {
        $tasks = $paths | Invoke-SkinEnhance @Quick -Destination "$folder/new/out"
        $tasks | Should -HaveCount 4
        $tasks.Status | Sort-Object -Unique | Should -Be 'Completed'
        $tasks.OutputPath | Sort-Object | Should -Be (1..4 | ForEach-Object { "$folder/new/out/$_-smart-skin-advanced.png" })
        $tasks.OutputPath | Should -Exist
    }

    It 'resolves a relative destination against the location of the shell' {
        Push-Location -LiteralPath $folder
        try {
            (Invoke-SkinEnhance $paths[0] @Quick -Destination out).OutputPath | Should -Be "$folder/out/1-smart-skin-advanced.png"
        }
        finally {
            Pop-Location
        }
    }

    It 'emits each task as soon as it is accepted with -NoWait' {
        Add-Fault $emulator Hang Status @{ Times = 100 }
        $tasks = $paths | Invoke-SkinEnhance @Quick -NoWait
        $tasks.Status | Sort-Object -Unique | Should -Be 'Submitted'
        Get-Request $emulator Status | Should -BeNullOrEmpty
    }

    It 'makes no new connections in a loop' {
        foreach ($path in $paths) {
            $task = Invoke-SkinEnhance $path @Quick -NoWait | Get-EnhanceTask
            $null = Get-EnhanceBalance Comfy
        }

        $task.Status | Should -Be 'Completed'
        $emulator.Record.Requests | Should -HaveCount 12
        $emulator.Record.Requests.ClientPort | Sort-Object -Unique | Should -HaveCount 1
    }

    It 'emits each accepted task of Start-Upscale at once' {
        $tasks = $paths | Start-Upscale
        $tasks | Should -HaveCount 4
        $tasks.IsEnded | Sort-Object -Unique | Should -BeFalse
        Get-Request $emulator Status | Should -BeNullOrEmpty
    }

    It 'emits results as they end, while others are in progress' {
        Add-Fault $emulator Hang Status @{ Times = 100; Skip = 1 }
        $started = Invoke-Elsewhere 'param($p) $p | Invoke-SkinEnhance -NoSave -Mode SmartSkinAdvanced -Effect AcneRemoval' (, $paths)
        Wait-Condition { $started.Output.Count -gt 0 }
        $started.Output.Count | Should -Be 1
        $started.Shell.InvocationStateInfo.State | Should -Be 'Running'
        $started.Shell.Stop()
    }

    It 'emits results while upstream has more input' {
        $first = & { $paths[0]; while ($true) { $paths[1] } } | Invoke-SkinEnhance -NoSave -Mode SmartSkin -ThrottleLimit 1 | Select-Object -First 1
        $first.SourcePath | Should -Be $paths[0]
    }

    It 'blocks upstream while the throttle limit is reached' {
        # One is held, one waits for its turn, one is queued, and one is offered.
        Add-Fault $emulator Hang Status @{ Times = 100 }
        $script = 'param($p) $p | ForEach-Object { Write-Information $_; $_ } | Invoke-SkinEnhance -NoSave -Mode SmartSkinAdvanced -Effect AcneRemoval -ThrottleLimit 1'
        $more = New-Image "$folder/more" (1..20 | ForEach-Object { "m$_.png" })
        $started = Invoke-Elsewhere $script (, $more)
        Wait-Request $emulator Status
        $started.Shell.Stop()
        $started.Shell.Streams.Information.Count | Should -BeLessOrEqual 4
    }

    It 'keeps to -ThrottleLimit <_>' -ForEach 1, 3 {
        Add-Fault $emulator Hang Status @{ Times = 100 }
        $started = Invoke-Elsewhere 'param($p, $limit) Invoke-SkinEnhance -NoSave $p -Mode SmartSkinAdvanced -Effect AcneRemoval -ThrottleLimit $limit' $paths, $_
        Wait-Request $emulator Status (2 * $_)
        $started.Shell.Stop()
        Get-Request $emulator Submit | Should -HaveCount $_
    }

    It 'applies its limit to itself only' {
        Add-Fault $emulator Hang Status @{ Times = 100 }
        $started = Invoke-Elsewhere 'param($p) Invoke-SkinEnhance -NoSave $p -Mode SmartSkinAdvanced -Effect AcneRemoval -ThrottleLimit 1' (, $paths[0..1])
        Wait-Request $emulator Status 2
        $other = Invoke-Elsewhere 'param($p) Invoke-SkinEnhance -NoSave $p -Mode SmartSkinAdvanced -Effect AcneRemoval -ThrottleLimit 2' (, $paths[2..3])
        try {
            Wait-Request $emulator Status 6
        }
        finally {
            $other.Shell.Stop()
            $other.Shell.Dispose()
            $started.Shell.Stop()
        }
    }

    It 'continues after an image that fails' {
        [IO.File]::WriteAllText($paths[1], 'no image')
        $tasks = $paths | Invoke-SkinEnhance -NoSave @Quick -ErrorVariable failure -ErrorAction SilentlyContinue
        $tasks.SourcePath | Sort-Object | Should -Be $paths[0, 2, 3]
        $failure | Should -HaveCount 1
        $failure[0].TargetObject | Should -Be $paths[1]
    }

    It 'does not replace a result, before anything is billed, without -Force' {
        $null = Invoke-SkinEnhance $paths[0] @Quick -Destination "$folder/out"
        $emulator.Record.Clear()
        $null = Use-FreshLedger
        Invoke-SkinEnhance $paths[0] @Quick -Destination "$folder/out" -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'OutputExists,*'
        $failure[0].CategoryInfo.Category | Should -Be 'ResourceExists'
        $emulator.Record.Requests | Should -BeNullOrEmpty
        (Invoke-SkinEnhance $paths[0] @Quick -Destination "$folder/out" -Force).OutputPath | Should -Exist
    }

    It 'ends with one error when nothing can be saved' {
        [IO.File]::WriteAllText("$folder/file", 'in the way')
        $failure = { $paths | Invoke-SkinEnhance @Quick -Destination "$folder/file" -ErrorAction SilentlyContinue } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'DestinationNotWritable,*'
        $emulator.Record.Requests | Should -BeNullOrEmpty
    }

    It 'emits a task that times out, with an error that does not end the command' {
        Add-Fault $emulator TaskNeverEnds
        $tasks = $paths[0..1] | Invoke-SkinEnhance -NoSave @Quick -Timeout 0.3 -ErrorVariable failure -ErrorAction SilentlyContinue
        $tasks.Status | Sort-Object | Should -Be 'InProgress', 'Completed'
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'OperationTimeout,*'
        $failure[0].CategoryInfo.Category | Should -Be 'OperationTimeout'
        $failure[0].TargetObject.TaskId | Should -BeIn $tasks.TaskId
        $late = $tasks | Where-Object Status -EQ InProgress
        (Get-EnhanceTask).TaskId | Should -Contain $late.TaskId
        $late | Wait-EnhanceTask -Timeout ([timespan]::FromMilliseconds(100)) -ErrorAction SilentlyContinue | Should -HaveCount 1
    }

    It 'reports each request with -Verbose, without keys and bodies' {
        $lines = Invoke-SkinEnhance $paths[0] @Quick -Destination "$folder/out" -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] } | ForEach-Object Message
        foreach ($request in $emulator.Record.Requests) {
            $lines -match "$($request.Method) http\S+$([regex]::Escape($request.Path))" | Should -Not -BeNullOrEmpty
        }

        $lines -match 'ailab-emulator' | Should -BeNullOrEmpty
        $lines -match 'signature' | Should -BeNullOrEmpty
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessThan 500
    }

    It 'shows one progress record with counts and remaining time, and completes it' {
        Add-Fault $emulator Hang Status @{ Times = 100 }
        $started = Invoke-Elsewhere 'param($p) $p | Invoke-SkinEnhance -NoSave -Mode SmartSkinAdvanced -Effect AcneRemoval -ThrottleLimit 2' (, $paths)
        $null = Wait-Progress $started '0 done, 0 failed, 2 in progress'
        Wait-Request $emulator Status 4 -Hanging
        $emulator.Faults.ReleaseHangs()
        $half = Wait-Progress $started '2 of 4 done, 0 failed, 2 in progress'
        $half.PercentComplete | Should -Be 50
        $half.SecondsRemaining | Should -BeGreaterOrEqual 0
        Wait-Request $emulator Status 8 -Hanging
        $emulator.Faults.ReleaseHangs()
        $started.Handle.AsyncWaitHandle.WaitOne($Patience) | Should -BeTrue
        $records = $started.Shell.Streams.Progress | Where-Object Activity -Like '*SkinEnhance*'
        $records.ActivityId | Sort-Object -Unique | Should -HaveCount 1
        $records.Activity | Sort-Object -Unique | Should -Be 'Invoke-SkinEnhance: SmartSkinAdvanced'
        $records[-1].RecordType | Should -Be 'Completed'
    }
}

Describe 'Prompts and dry runs' {
    BeforeAll {
        $script:emulator = Open-Emulator
        $script:folder = Join-Path $TestDrive whatif
        $script:paths = New-Image $folder one.png, two.png, three.png
    }

    BeforeEach { $emulator.Record.Clear() }
    AfterAll { Close-Emulator $emulator }

    It 'show each image and the totals with -WhatIf, and send nothing' {
        $said = Invoke-PowerShell @"
Import-Module '$ModulePath'
Invoke-SkinEnhance '$folder/one.png', '$folder/none.png', '$folder/two.png' -WhatIf -ErrorAction SilentlyContinue | ForEach-Object { "`$(`$_.Action) `$(`$_.EstimatedCredits) `$(`$_.Source)" }
"@
        $said[0..2] | Should -Be "Submit 78.07 $folder/one.png", "Refuse 0 $folder/none.png", "Submit 78.07 $folder/two.png"
        $said[3] | Should -BeLike 'What if: 3 images: 2 Submit, 1 Refuse. 2 would be sent to Comfy for 156.14 credits, about 0.74 USD by the prices of *. The balance at Comfy: * credits, * USD.'
        $said | Should -HaveCount 4
        $emulator.Record.Requests.Target | Should -Be 'Account'
    }

    It 'need no key' {
        $env:AILAB_API_KEY = ''
        try {
            { $null = $paths | Invoke-SkinEnhance @Quick -WhatIf -ErrorAction Stop } | Should -Not -Throw
        }
        finally {
            $env:AILAB_API_KEY = $emulator.AILabKey
        }
    }

    It 'prompt for each image with -Confirm' {
        $null = Invoke-PowerShell -Line 'y', 'n', 'y' @"
Import-Module '$ModulePath'
Invoke-SkinEnhance -NoSave '$folder/one.png', '$folder/two.png', '$folder/three.png' -Mode SmartSkin -Confirm
"@
        $hashes = (Get-Request $emulator Submit).ImagePartFileName
        $hashes | Should -HaveCount 2
    }

    It 'show the results to save with -WhatIf' {
        $task = Invoke-SkinEnhance -NoSave $paths[0] @Quick
        $emulator.Record.Clear()
        $task | Save-EnhanceResult -Destination "$folder/out" -WhatIf | Should -BeNullOrEmpty
        $emulator.Record.Requests | Should -BeNullOrEmpty
        "$folder/out" | Should -Not -Exist
    }
}
