BeforeAll {
    . $PSScriptRoot/common.ps1
}

Describe 'Existing tasks' {
    BeforeEach {
        $script:emulator = Open-Emulator
        $script:folder = Join-Path $TestDrive ([guid]::NewGuid())
        $script:paths = New-Image $folder (1..3 | ForEach-Object { "$_.png" })
        $script:started = $null
    }

    AfterEach {
        if ($started) {
            $started.Shell.Dispose()
        }

        Close-Emulator $emulator
    }

    It 'are listed without an argument, newest first, without a request' {
        $tasks = $paths | ForEach-Object { Invoke-SkinEnhance $_ @Quick -NoWait }
        $listed = Get-EnhanceTask
        $listed[0..2].TaskId | Should -Be $tasks[2, 1, 0].TaskId
        Get-Request $emulator Status | Should -BeNullOrEmpty
    }

    It 'are refreshed as new objects: <how>' -ForEach @(
        @{ How = 'tasks from the pipeline'; Get = { $args[0] | Get-EnhanceTask } }
        @{ How = 'ids from the pipeline'; Get = { $args[0].TaskId | Get-EnhanceTask } }
        @{ How = 'ids by position'; Get = { Get-EnhanceTask $args[0].TaskId } }
        @{ How = 'ids by alias'; Get = { Get-EnhanceTask -Id $args[0].TaskId } }
        @{ How = 'objects with a TaskId'; Get = { $args[0] | Select-Object TaskId | Get-EnhanceTask } }
    ) {
        $tasks = Invoke-SkinEnhance $paths @Quick -NoWait
        $fresh = & $Get $tasks
        $fresh.Status | Should -Be (@('Completed') * 3)
        $tasks.Status | Should -Be (@('Submitted') * 3)
        $fresh.TaskId | Sort-Object | Should -Be ($tasks.TaskId | Sort-Object)
    }

    It 'are an empty list for empty input' {
        @() | Get-EnhanceTask | Should -BeNullOrEmpty
        @() | Wait-EnhanceTask | Should -BeNullOrEmpty
        @() | Save-EnhanceResult -Destination $folder | Should -BeNullOrEmpty
    }

    It 'without a record need an operation, as the error shows' {
        Get-EnhanceTask 00000000-dead -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'TaskNotFound,*'
        $failure[0].ErrorDetails.Message | Should -BeLike '*-Operation*'
        Get-EnhanceTask 00000000-dead -Operation Upscale -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'TaskNotFound,*'
        $failure[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'are waited for and emitted as they end' {
        Add-Fault $emulator TaskNeverEnds
        $tasks = Invoke-SkinEnhance $paths @Quick -NoWait -ThrottleLimit 1
        $done = $tasks | Wait-EnhanceTask | Select-Object -First 2
        $done.TaskId | Should -Not -Contain $tasks[0].TaskId
    }

    It 'are waited for until any has ended' {
        Add-Fault $emulator TaskNeverEnds @() @{ Times = 2 }
        $tasks = Invoke-SkinEnhance $paths @Quick -NoWait -ThrottleLimit 1
        $any = $tasks | Wait-EnhanceTask -Any
        $any.TaskId | Should -Be $tasks[2].TaskId
    }

    It 'are waited for up to -Timeout, and keep their records' {
        Add-Fault $emulator TaskNeverEnds
        $task = Invoke-SkinEnhance $paths[0] @Quick -NoWait
        $late = $task | Wait-EnhanceTask -Timeout 0.2 -ErrorVariable failure -ErrorAction SilentlyContinue
        $late.Status | Should -Be 'InProgress'
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'OperationTimeout,*'
        (Get-EnhanceTask | Where-Object TaskId -EQ $task.TaskId).ErrorId | Should -BeNullOrEmpty
    }

    It 'are shown in the progress of a wait' {
        $tasks = Invoke-SkinEnhance $paths @Quick -NoWait
        Add-Fault $emulator Hang Status @{ Times = 3 }
        $started = Invoke-Elsewhere 'param($t) $t | Wait-EnhanceTask' (, $tasks)
        $null = Wait-Progress $started '0 of 3 done, 0 failed, 3 in progress'
        Wait-Request $emulator Status 6 -Hanging
        $emulator.Faults.ReleaseHangs()
        $started.Handle.AsyncWaitHandle.WaitOne($Patience) | Should -BeTrue
        $records = $started.Shell.Streams.Progress | Where-Object Activity -EQ 'Wait-EnhanceTask'
        $records[-1].RecordType | Should -Be 'Completed'
    }

    It 'are saved after a wait' {
        $done = $paths | Invoke-SkinEnhance @Quick -NoWait | Wait-EnhanceTask -Destination "$folder/out"
        $done.OutputPath | Should -Exist
        $done.OutputPath | Should -HaveCount 3
    }

    It 'are saved after they are completed: <how>' -ForEach @(
        @{ How = 'by name'; Save = { $args[0] | Save-EnhanceResult -Destination $args[1] } }
        @{ How = 'by position'; Save = { $args[0] | Save-EnhanceResult $args[1] } }
        @{ How = 'by ids'; Save = { Save-EnhanceResult -TaskId $args[0].TaskId -Destination $args[1] } }
    ) {
        $saved = & $Save (Invoke-SkinEnhance -NoSave $paths @Quick) "$folder/out"
        $saved.OutputPath | Should -HaveCount 3
        $saved.OutputPath | Should -Exist
    }

    It 'that have not ended are not saved, with an error' {
        Add-Fault $emulator TaskNeverEnds
        Invoke-SkinEnhance $paths[0] @Quick -NoWait | Save-EnhanceResult -Destination "$folder/out" -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ResultNotReady,*'
        $failure[0].TargetObject | Should -BeOfType SkinEnhance.EnhanceTask
    }

    It 'keep their results at the provider when the disk rejects them' {
        [IO.File]::WriteAllText("$folder/file", 'in the way')
        $tasks = Invoke-SkinEnhance -NoSave $paths @Quick
        { $tasks | Save-EnhanceResult -Destination "$folder/file" -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'DestinationNotWritable,*'
        ($tasks | Save-EnhanceResult -Destination "$folder/out").OutputPath | Should -Exist
    }

    It 'are not lost in an invalid destination: <how>' -ForEach @(
        @{ How = 'saving'; Command = { $args[0] | Save-EnhanceResult "a`0b" } }
        @{ How = 'waiting'; Command = { $args[0] | Wait-EnhanceTask -Destination "a`0b" } }
        @{ How = 'enhancing'; Command = { $args[0] | Invoke-SkinEnhance -Mode SmartSkin -Destination "a`0b" } }
    ) {
        $task = Invoke-SkinEnhance -NoSave $paths[0] @Quick
        { & $Command $task } | Should -Throw -ErrorId 'DestinationNotWritable,*'
    }

    It 'from a file are polled at the operation''s own address' {
        $row = [pscustomobject]@{ TaskId = '../x'; Provider = 'Comfy'; Operation = 'Faithful'; StatusRoute = '../../y'; Status = 'Submitted' }
        $row | Wait-EnhanceTask -Timeout 0.2 -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Should -HaveCount 1
        $emulator.Record.Requests.Path | Should -BeLike '/proxy/freepik/v1/ai/skin-enhancer/?*'
    }

    It 'are not read from null' {
        $null | Wait-EnhanceTask -ErrorVariable failure -ErrorAction SilentlyContinue
        "$failure" | Should -BeLike '*Null is not a task*'
    }

    It 'from a file with an unknown provider are errors of their own' {
        $task = Invoke-SkinEnhance $paths[0] @Quick -NoWait
        $row = [pscustomobject]@{ TaskId = 'x'; Provider = 'Nobody'; Operation = 'Faithful'; StatusRoute = 'f'; Status = 'Submitted' }
        $done = $row, $task | Wait-EnhanceTask -Timeout 0.5 -ErrorVariable failure -ErrorAction SilentlyContinue
        $done.TaskId | Should -Be $task.TaskId
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ParameterNotAllowed,*'
        Get-Request $emulator Status | Where-Object TaskId -EQ 'x' | Should -BeNullOrEmpty
    }
}

Describe 'The fields of a task' {
    BeforeDiscovery {
        $script:ways = @(
            @{ Way = 'a job'; Convert = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($args[0], 3)) } }
            @{ Way = 'a JSON file'; Convert = { $args[0] | ConvertTo-Json -Depth 5 | ConvertFrom-Json } }
            @{ Way = 'a CSV file'; Convert = { $args[0] | ConvertTo-Csv | ConvertFrom-Csv } }
        )
    }

    BeforeAll {
        # Each field has a value of its own, to detect a missing one.
        $parameters = [Collections.Generic.Dictionary[string, object]]::new()
        $parameters['scale_factor'] = '4x'
        $parameters['creativity'] = -2
        $script:task = [SkinEnhance.EnhanceTask] @{
            TaskId               = 'the task'
            Provider             = 'Comfy'
            Operation            = 'Upscale'
            StatusRoute          = 'image-upscaler'
            Endpoint             = 'Comfy'
            Status               = 'Completed'
            Source               = 'https://images.example/face.png'
            SourcePath           = '/photos/face.png'
            SourceName           = 'face'
            RelativeFolder       = '2026'
            OutputPath           = [string[]] '/out/face-upscale-4x.png'
            ResultUri            = [uri[]] 'https://results.example/r.png'
            TaskCredits          = 71.5
            EarlierCredits       = 5
            SubmittedAt          = [DateTimeOffset] '2026-01-02T03:04:05Z'
            CompletedAt          = [DateTimeOffset] '2026-01-02T03:05:05Z'
            EstimatedDuration    = [timespan] '00:00:42'
            EstimatedDurationP90 = [timespan] '00:00:50'
            Parameters           = $parameters
            RequestId            = 'the request'
            RecordId             = 'C' * 64
            FromLedger           = $true
            Error                = [SkinEnhance.EnhanceError] @{ Id = 'DownloadFailed'; Message = 'It stalled.' }
        }
    }

    It 'are complete from <way>' -ForEach $ways {
        $read = [SkinEnhance.Binding.EnhanceTaskTransformationAttribute]::new().Transform($null, (& $Convert $task))
        $read | Should -HaveCount 1
        foreach ($field in [SkinEnhance.EnhanceTask].GetProperties() | Where-Object CanWrite) {
            $expected, $found = foreach ($of in $task, $read[0]) {
                switch ($field.Name) {
                    # Of an error, at least its id and its message are read.
                    'Error' { "$($of.ErrorId): $($of.Message)" }
                    'Parameters' { ($of.Parameters.GetEnumerator() | Sort-Object Key | ForEach-Object { "$($_.Key)=$($_.Value)" }) -join '; ' }
                    default { $of.$_ | ConvertTo-Json -Depth 3 -Compress }
                }
            }

            $found | Should -Be $expected -Because "$($field.Name) is a field of a task"
            $expected | Should -Not -BeIn $null, '', 'null', '0', 'false', '[]', '{}' -Because "the sample has a value for $($field.Name)"
        }
    }

    It 'are in the list view, or excluded for a reason' {
        $leftOut = @{
            FullName             = 'It is the first of OutputPath.'
            SourcePath           = 'Source shows it.'
            SourceName           = 'It names results only.'
            RelativeFolder       = 'OutputPath shows it.'
            ResultUri            = 'It is signed and opens the result.'
            StatusRoute          = 'Operation implies it.'
            TaskCredits          = 'Credits and CreditsTotal show it.'
            EarlierCredits       = 'CreditsTotal contains it.'
            EstimatedDuration    = 'It serves the wait only.'
            EstimatedDurationP90 = 'It serves the wait only.'
            RecordId             = 'TaskId stands for it.'
            Error                = 'ErrorId and Message show it.'
            IsEnded              = 'Status implies it.'
        }
        $format = Join-Path (Get-Module SkinEnhance).ModuleBase SkinEnhance.Format.ps1xml
        $shown = (Select-Xml -LiteralPath $format -XPath '//View[ViewSelectedBy/TypeName="SkinEnhance.EnhanceTask"]/ListControl//ListItem/*[self::PropertyName or self::Label]').Node.InnerText
        $fields = [SkinEnhance.EnhanceTask].GetProperties().Name
        Compare-Object $fields (@($shown) + $leftOut.Keys) | Out-String | Should -BeNullOrEmpty
        $shown | Where-Object { $leftOut.ContainsKey($_) } | Should -BeNullOrEmpty
    }

    It 'are read from a CSV file with a prompt that looks like parameters' {
        $parameters = [Collections.Generic.Dictionary[string, object]]::new()
        $parameters['scale_factor'] = '4x'
        $parameters['prompt'] = 'freckles; scale_factor=8x; light=soft'
        $row = [SkinEnhance.EnhanceTask] @{ TaskId = 'the task'; Provider = 'Comfy'; Operation = 'Upscale'; StatusRoute = 'image-upscaler'; Parameters = $parameters } |
            ConvertTo-Csv | ConvertFrom-Csv
        $read = [SkinEnhance.Binding.EnhanceTaskTransformationAttribute]::new().Transform($null, $row)[0].Parameters
        $read['scale_factor'] | Should -Be '4x'
        $read['prompt'] | Should -Be 'freckles; scale_factor=8x; light=soft'
    }

    It 'with an unreadable scale do not keep a result from being saved' {
        $emulator = Open-Emulator
        try {
            $task = Start-Upscale (New-Image (Join-Path $TestDrive scale) one.png)
            $task | Remove-EnhanceTask -Force
            $row = $task | Select-Object TaskId, Provider, Operation, Status, Source, @{ n = 'Parameters'; e = { [pscustomobject] @{ scale_factor = 'fast' } } }
            $saved = $row | Wait-EnhanceTask -Destination (Join-Path $TestDrive saved)
            $saved.Status, $saved.ErrorId | Should -Be 'Completed', $null
            $saved.FullName | Should -Exist
        }
        finally {
            Close-Emulator $emulator
        }
    }
}
