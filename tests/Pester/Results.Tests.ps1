BeforeAll {
    . $PSScriptRoot/common.ps1

    # The billed submissions of upscales: the input that a piped task represents.
    function Get-Upscale {
        param([Parameter(Mandatory)] $Emulator)

        Get-Request $Emulator Submit | Where-Object { $_.Provider -eq 'comfy' -and $_.Billed }
    }

    # An object after another process or a file.
    $script:ways = @{
        Clixml = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_)) }
        Json   = { $_ | ConvertTo-Json | ConvertFrom-Json }
        Csv    = { $_ | ConvertTo-Csv | ConvertFrom-Csv }
        Id     = { $_ | Select-Object TaskId }
        Line   = {
            @{
                taskId = $_.TaskId; provider = $_.Provider; operation = $_.Operation; status = "$($_.Status)"; source = $_.Source
                outputs = @($_.OutputPath); credits = $_.Credits; errorId = $_.ErrorId; message = $_.Message; fromLedger = $_.FromLedger
            } | ConvertTo-Json | ConvertFrom-Json
        }
    }
}

Describe 'A piped task' {
    BeforeEach {
        $script:emulator = Open-Emulator
        $script:folder = Join-Path $TestDrive ([guid]::NewGuid())
        $script:paths = New-Image $folder one.png, two.png
    }

    AfterEach { Close-Emulator $emulator }

    It 'is its saved result for Start-Upscale, which never upscales the source' {
        $done = $paths | Invoke-SkinEnhance @Quick -Destination "$folder/a"
        $large = $done | Start-Upscale -Destination "$folder/b"

        (Get-Upscale $emulator).ImageSha256 | Sort-Object | Should -Be ((Get-FileHash -LiteralPath $done.OutputPath).Hash | Sort-Object)
        $large.SourcePath | Sort-Object | Should -Be ($done.FullName | Sort-Object)
        (Get-ChildItem "$folder/b").Name | Should -Be 'one-smart-skin-advanced-upscale-2x.png', 'two-smart-skin-advanced-upscale-2x.png'
        $emulator.Record.BilledCount | Should -Be 4
    }

    It 'is its saved result in one pipeline, and the same pipeline again bills nothing' {
        $run = { $paths | Invoke-SkinEnhance @Quick -Destination "$folder/a" | Start-Upscale -Destination "$folder/b" }
        (& $run).OutputPath | Should -HaveCount 2
        $emulator.Record.BilledCount | Should -Be 4
        $again = & $run
        $again.FromLedger | Should -Be $true, $true
        $emulator.Record.BilledCount | Should -Be 4
    }

    It 'from <way> is its saved result' -ForEach @(
        @{ Way = 'Clixml' }, @{ Way = 'Json' }, @{ Way = 'Csv' }, @{ Way = 'Id' }, @{ Way = 'Line' }
    ) {
        $done = Invoke-SkinEnhance $paths[0] @Quick -Destination "$folder/a"
        ($done | ForEach-Object $ways[$Way] | Start-Upscale).SourcePath | Should -Be $done.OutputPath[0]
        (Get-Upscale $emulator).ImageSha256 | Should -Be (Get-FileHash -LiteralPath $done.OutputPath[0]).Hash
    }

    It 'from <way> is its saved result without a record in the ledger' -ForEach @(
        @{ Way = 'Clixml' }, @{ Way = 'Json' }, @{ Way = 'Csv' }, @{ Way = 'Line' }
    ) {
        $done = Invoke-SkinEnhance $paths[0] @Quick -Destination "$folder/a"
        $null = Use-FreshLedger
        ($done | ForEach-Object $ways[$Way] | Start-Upscale).SourcePath | Should -Be $done.OutputPath[0]
        (Get-Upscale $emulator).ImageSha256 | Should -Be (Get-FileHash -LiteralPath $done.OutputPath[0]).Hash
    }

    It 'is the address of its result if nothing is saved, and nothing is downloaded' {
        $done = Invoke-SkinEnhance $paths[0] @Quick -NoSave
        $large = $done | Start-Upscale
        (Get-Upscale $emulator).ImageUrl | Should -Be $done.ResultUri[0].OriginalString
        Get-Request $emulator Download | Should -BeNullOrEmpty
        $large.Source | Should -Be $done.ResultUri[0].OriginalString.Split('?')[0] -Because 'the query of a signed address opens it'
        $saved = $large | Wait-EnhanceTask -Destination "$folder/b"
        [IO.Path]::GetFileName($saved.OutputPath[0]) | Should -BeLike 'one-smart-skin-advanced-upscale-2x.*'
    }

    It 'is not billed again by its file after it was by its address' {
        $done = Invoke-SkinEnhance $paths[0] -NoSave
        $null = $done | Start-Upscale -Wait -Destination "$folder/up"
        $emulator.Record.BilledCount | Should -Be 2
        $saved = $done | Save-EnhanceResult "$folder/a"
        $null = Get-EnhanceTask $done.TaskId | Start-Upscale -Destination "$folder/up"
        $null = Start-Upscale $saved.FullName -IncludeResults -Destination "$folder/up"
        ($saved.FullName | Start-Upscale -IncludeResults -Destination "$folder/up" -WhatIf).Action | Should -Not -Be 'Submit'
        $emulator.Record.BilledCount | Should -Be 2
    }

    It 'is identified by the bytes of its result, wherever that was moved or copied to' {
        $done = $paths | Invoke-SkinEnhance @Quick -Destination "$folder/a"
        $archive = Join-Path $folder archive/2026
        $null = New-Item -ItemType Directory -Path $archive
        Move-Item -LiteralPath $done[0].FullName -Destination "$archive/renamed.png"
        Copy-Item -LiteralPath $done[1].FullName -Destination "$archive/copy.png"
        (Get-ChildItem -LiteralPath $archive | Invoke-SkinEnhance @Quick -Destination "$folder/b" -WhatIf).Action | Should -Be 'Skip', 'Skip'
        Get-ChildItem -LiteralPath $archive | Invoke-SkinEnhance @Quick -Destination "$folder/b" -WarningVariable said -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$said" | Should -BeLike '*result*-IncludeResults*'
        $emulator.Record.BilledCount | Should -Be 2
        $null = Invoke-SkinEnhance "$archive/renamed.png" @Quick -Destination "$folder/b" -IncludeResults
        $emulator.Record.BilledCount | Should -Be 3
        $null = Get-EnhanceTask $done[1].TaskId | Start-Upscale
        $emulator.Record.BilledCount | Should -Be 4
    }

    It 'without an id is upscaled again after its image was resubmitted' {
        $null = Invoke-SkinEnhance $paths[0] -Mode SmartSkin -NoSave | Start-Upscale -NoSave -Wait
        $null = Invoke-SkinEnhance $paths[0] -Mode SmartSkin -NoSave -Resubmit | Start-Upscale -NoSave -Wait
        Get-Upscale $emulator | Should -HaveCount 2
    }

    It 'from <way> is the address of its result if nothing is saved' -ForEach @(
        @{ Way = 'Clixml' }, @{ Way = 'Json' }, @{ Way = 'Csv' }, @{ Way = 'Id' }, @{ Way = 'Line' }
    ) {
        $done = Invoke-SkinEnhance $paths[0] @Quick -NoSave
        $null = $done | ForEach-Object $ways[$Way] | Start-Upscale
        (Get-Upscale $emulator).ImageUrl | Should -Be $done.ResultUri[0].OriginalString
        $emulator.Record.BilledCount | Should -Be 2
    }

    It 'that was saved after the object was created is the saved file' {
        $early = Invoke-SkinEnhance $paths[0] @Quick -NoWait
        $saved = $early | Wait-EnhanceTask -Destination "$folder/a"
        ($early | Start-Upscale).SourcePath | Should -Be $saved.OutputPath[0]
    }

    It 'is waited for if it has not ended' {
        Add-Fault $emulator TaskStatusText '1' @{ Times = 5 }
        $null = $paths | Invoke-SkinEnhance @Quick -NoWait | Start-Upscale
        @(Get-Upscale $emulator).ImageUrl | Should -HaveCount 2
        (Get-EnhanceTask -Operation SmartSkinAdvanced).Status | Should -Be 'Completed', 'Completed'
        $emulator.Record.BilledCount | Should -Be 4
    }

    It 'is waited for up to -Timeout' {
        Add-Fault $emulator TaskNeverEnds
        $task = Invoke-SkinEnhance $paths[0] @Quick -NoWait
        $task | Start-Upscale -Timeout 0.2 -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -Be 'OperationTimeout,SkinEnhance.Commands.StartUpscaleCommand'
        $emulator.Record.BilledCount | Should -Be 1
    }

    It 'without a result is an error with its name: <why>' -ForEach @(
        @{ Why = 'failed'; Fault = 'TaskFails'; Argument = @(); Mode = 'SmartSkinAdvanced'; Id = 'TaskFailed' }
        @{ Why = 'unknown'; Fault = 'ResetAfterAccept'; Argument = @('Submit'); Mode = 'SmartSkinAdvanced'; Id = 'SubmissionUnknown' }
    ) {
        Add-Fault $emulator $Fault $Argument
        $task = Invoke-SkinEnhance $paths[0] -Mode $Mode -Effect AcneRemoval -ErrorAction SilentlyContinue
        $emulator.Record.Clear()
        $script:failures = @()
        foreach ($one in $task, ($task | ForEach-Object $ways.Clixml), ($task | ForEach-Object $ways.Json), ($task | ForEach-Object $ways.Csv), ($task | ForEach-Object $ways.Line)) {
            $one | Start-Upscale -ErrorVariable +failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        }

        $failures | Should -HaveCount 5
        foreach ($failure in $failures) {
            $failure.FullyQualifiedErrorId | Should -Be "$Id,SkinEnhance.Commands.StartUpscaleCommand"
            $failure.TargetObject | Should -BeOfType SkinEnhance.EnhanceTask
            $failure.ErrorDetails.Message | Should -BeLike "Task * for '$($paths[0])' is skipped: it has no result.*"
        }

        $emulator.Record.Requests | Should -BeNullOrEmpty
    }

    It 'that expired is an error, and the others continue' {
        $expired = [pscustomobject]@{ TaskId = 'a'; Provider = 'AILab'; Operation = 'SmartSkinAdvanced'; Status = 'Expired'; Source = $paths[0]; FullName = $paths[0] }
        $done = Invoke-SkinEnhance $paths[1] @Quick -Destination "$folder/a"
        $large = $expired, $done | Start-Upscale -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ResultExpired,*'
        $large.SourcePath | Should -Be $done.OutputPath[0]
        $emulator.Record.BilledCount | Should -Be 2
    }

    It 'without an id is the file that it was saved as' {
        $done = Invoke-SkinEnhance $paths[0] -Mode SmartSkin -Destination "$folder/a"
        $done.TaskId | Should -BeNullOrEmpty
        ($done | ForEach-Object $ways.Line | Start-Upscale).SourcePath | Should -Be $done.OutputPath[0]
        $unsaved = Invoke-SkinEnhance $paths[1] -Mode SmartSkin -NoSave
        $unsaved | ForEach-Object $ways.Line | Start-Upscale -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure | Should -HaveCount 1
        @(Get-Upscale $emulator) | Should -HaveCount 1
    }

    It 'that is not saved is rejected by an operation for files only, without cost' {
        Add-Fault $emulator TaskNeverEnds
        $tasks = $paths | Invoke-SkinEnhance @Quick -NoWait -ThrottleLimit 1
        $tasks | Invoke-SkinEnhance -Mode SmartSkin -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure | Should -HaveCount 2
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ImageUriNotAccepted,*'
        $failure[0].ErrorDetails.Message | Should -BeLike "*'$($paths[0])'*Save-EnhanceResult*"
        $emulator.Record.BilledCount | Should -Be 2
    }

    It 'is its result for Test-EnhanceImage' {
        $done = Invoke-SkinEnhance $paths[0] @Quick -Destination "$folder/a"
        $done | Test-EnhanceImage -Operation Upscale | Should -BeTrue
        ($done | Test-EnhanceImage -Operation Upscale -Detailed).Path | Should -Be $done.OutputPath[0]
        Add-Fault $emulator TaskFails
        $failed = Invoke-SkinEnhance $paths[1] @Quick -ErrorAction SilentlyContinue
        $failed | Test-EnhanceImage -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'TaskFailed,*'
    }

    It 'that has not ended is an error for Test-EnhanceImage, which sends nothing' {
        Add-Fault $emulator TaskNeverEnds
        $open, $done = (Invoke-SkinEnhance $paths[0] @Quick -NoWait), (Invoke-SkinEnhance $paths[1] @Quick -Destination "$folder/a")
        $row = [pscustomobject]@{ TaskId = 'not-in-the-ledger'; Operation = 'Faithful'; Status = 'Submitted' }
        $emulator.Record.Clear()
        $open, $row, $done | Test-EnhanceImage -Operation Upscale -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeTrue
        $failure | Should -HaveCount 2
        $failure.FullyQualifiedErrorId | Should -BeLike 'ResultNotReady,*'
        $failure[0].ErrorDetails.Message | Should -BeLike "*$($open.TaskId)*Its status is Submitted."
        $emulator.Record.Requests | Should -BeNullOrEmpty
    }

    It 'has the price of its result with -WhatIf, and nothing is sent' {
        $done = Invoke-SkinEnhance $paths[0] @Quick -Destination "$folder/a"
        $emulator.Record.Clear()
        $plan = $done | Start-Upscale -WhatIf
        $plan.Action, $plan.Source, $plan.EstimatedCredits | Should -Be 'Submit', $done.FullName, 35.91
        $emulator.Record.BilledCount | Should -Be 0
    }

    It 'is copied, read and removed as its result' {
        $done = Invoke-SkinEnhance $paths[0] @Quick -Destination "$folder/a"
        ($done | Get-Item).FullName | Should -Be $done.OutputPath[0]
        $done | Copy-Item -Destination "$folder/copy.png"
        (Get-FileHash "$folder/copy.png").Hash | Should -Be (Get-FileHash $done.OutputPath[0]).Hash
        $done | Remove-Item
        $done.OutputPath[0] | Should -Not -Exist
        $paths[0] | Should -Exist
    }

    It 'without a result does not affect its source: <command>' -ForEach @(
        @{ Command = 'Remove-Item'; Script = { $_ | Remove-Item -Recurse -Force -ErrorAction SilentlyContinue } }
        @{ Command = 'Move-Item'; Script = { $_ | Move-Item -Destination $folder/moved -ErrorAction SilentlyContinue } }
        @{ Command = 'Clear-Content'; Script = { $_ | Clear-Content -ErrorAction SilentlyContinue } }
        @{ Command = 'Get-Item'; Script = { $_ | Get-Item -ErrorAction SilentlyContinue } }
    ) {
        $task = Invoke-SkinEnhance $paths[0] @Quick -NoSave
        $before = (Get-FileHash $paths[0]).Hash
        foreach ($one in $task, ($task | ForEach-Object $ways.Clixml), ($task | ForEach-Object $ways.Json), ($task | ForEach-Object $ways.Csv)) {
            try { $one | ForEach-Object $Script | Should -BeNullOrEmpty } catch [Management.Automation.ParameterBindingException] { "$_" | Should -Not -BeNullOrEmpty }
        }

        (Get-FileHash $paths[0]).Hash | Should -Be $before
        (Get-ChildItem $folder -File).Name | Should -Be one.png, two.png
    }

    It 'binds together with paths, files and rows in one pipeline' {
        $done = Invoke-SkinEnhance $paths[0] @Quick -Destination "$folder/a"
        $more = New-Image "$folder/more" three.png, four.png, five.png
        $large = & { $more[0]; $done; Get-Item $more[1]; [pscustomobject]@{ Path = $more[2] } } | Start-Upscale
        $large.SourcePath | Sort-Object | Should -Be (@($more) + $done.OutputPath[0] | Sort-Object)
    }

    It 'is processed once, however often it is piped' {
        $done = Invoke-SkinEnhance $paths[0] @Quick -Destination "$folder/a"
        $done, $done, $done.OutputPath[0] | Start-Upscale | Should -HaveCount 1
        @(Get-Upscale $emulator) | Should -HaveCount 1
    }

    It 'can be specified by name, and is not a path' {
        $done = Invoke-SkinEnhance $paths[0] @Quick -Destination "$folder/a"
        (Start-Upscale -InputObject $done).SourcePath | Should -Be $done.OutputPath[0]
        { Start-Upscale -Path $done -ErrorAction Stop } | Should -Throw '*-InputObject*'
        { Start-Upscale $done -ErrorAction Stop } | Should -Throw '*-InputObject*'
        @(Get-Upscale $emulator) | Should -HaveCount 1
    }

    It 'keeps its order among the rows with an image' {
        $row = [pscustomobject]@{ Path = $paths[1]; TaskId = 'order 17'; Status = 'new' }
        ($row | Start-Upscale).SourcePath | Should -Be $paths[1]
    }

    It 'without a record and an operation is an error, and nothing is sent' {
        [pscustomobject]@{ TaskId = 'order 17'; FullName = $paths[0] } | Start-Upscale -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'TaskNotFound,*'
        $emulator.Record.Requests | Should -BeNullOrEmpty
    }

    It 'from a record of an earlier version has its source in SourcePath and no FullName' {
        $null = Invoke-SkinEnhance $paths[0] @Quick -NoSave
        $file = Get-ChildItem -LiteralPath "$env:SKINENHANCE_HOME/ledger/records" -Recurse -File -Filter *.json
        $record = Get-Content -LiteralPath $file.FullName -Raw | ConvertFrom-Json
        $record.fullName | Should -Be $paths[0] -Because 'this is how version 1 of a record names the source'
        $task = Get-EnhanceTask
        $task.SourcePath, $task.FullName | Should -Be $paths[0], $null
    }
}
